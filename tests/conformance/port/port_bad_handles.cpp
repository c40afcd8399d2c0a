#include "../scenario.h"

// What is no completion port.
#include "port.h"
SCENARIO(port_bad_handles) {
    HANDLE event = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    HANDLE bad[] = {nullptr, INVALID_HANDLE_VALUE, bad_handle(), event, new_file()};
    for (HANDLE handle : bad) {
        take("take", handle);
        success("post", post(handle, 1));
        OVERLAPPED_ENTRY entry;
        ULONG removed = 0;
        success("take by Ex", GetQueuedCompletionStatusEx(handle, &entry, 1, &removed, 0, FALSE));
    }
}

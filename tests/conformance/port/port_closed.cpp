#include "../scenario.h"

// A closed port is no handle any more.
#include "port.h"
SCENARIO(port_closed) {
    HANDLE port = new_port();
    post(port, 1);
    success("close", CloseHandle(port));
    take("take", port);
    success("post", post(port, 2));
    OVERLAPPED_ENTRY entry;
    ULONG removed = 0;
    success("take by Ex", GetQueuedCompletionStatusEx(port, &entry, 1, &removed, 0, FALSE));
    success("close again", CloseHandle(port));
}

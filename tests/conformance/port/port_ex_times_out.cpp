#include "../scenario.h"

// GetQueuedCompletionStatusEx with and without a time to wait.
#include "port.h"
SCENARIO(port_ex_times_out) {
    HANDLE port = new_port();
    OVERLAPPED_ENTRY entry;
    ULONG removed = 0;
    success("at once", GetQueuedCompletionStatusEx(port, &entry, 1, &removed, 0, FALSE));
    success("after 30 ms", GetQueuedCompletionStatusEx(port, &entry, 1, &removed, 30, FALSE));
    success("alertable", GetQueuedCompletionStatusEx(port, &entry, 1, &removed, 30, TRUE));
}

#include "../scenario.h"

// GetQueuedCompletionStatusEx without room for an entry takes nothing.
#include "port.h"
SCENARIO(port_ex_no_room) {
    HANDLE port = new_port();
    post(port, 1);
    OVERLAPPED_ENTRY entry;
    ULONG removed = 0;
    success("take", GetQueuedCompletionStatusEx(port, &entry, 0, &removed, 0, FALSE));
    take("the packet is still there", port);
}

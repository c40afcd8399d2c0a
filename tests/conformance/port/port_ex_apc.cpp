#include "../scenario.h"

// An APC ends an alertable wait, and no other.
#include "port.h"
static int runs;
static void CALLBACK note(ULONG_PTR) {
    ++runs;
}
SCENARIO(port_ex_apc) {
    HANDLE port = new_port();
    OVERLAPPED_ENTRY entry;
    ULONG removed = 0;
    QueueUserAPC(note, GetCurrentThread(), 0);
    success("not alertable", GetQueuedCompletionStatusEx(port, &entry, 1, &removed, 10, FALSE));
    value("runs", runs);
    success("alertable", GetQueuedCompletionStatusEx(port, &entry, 1, &removed, INFINITE, TRUE));
    value("runs", runs);
    QueueUserAPC(note, GetCurrentThread(), 0);
    success("alertable, not waiting",
            GetQueuedCompletionStatusEx(port, &entry, 1, &removed, 0, TRUE));
    value("runs", runs);
}

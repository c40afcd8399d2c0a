#include "../scenario.h"

// Only without a packet is the wait an alertable one.
#include "port.h"
static int runs;
static void CALLBACK note(ULONG_PTR) {
    ++runs;
}
SCENARIO(port_ex_packet_before_apc) {
    HANDLE port = new_port();
    OVERLAPPED_ENTRY entry;
    ULONG removed = 0;
    QueueUserAPC(note, GetCurrentThread(), 0);
    post(port, 8);
    success("take", GetQueuedCompletionStatusEx(port, &entry, 1, &removed, INFINITE, TRUE));
    value("removed", removed);
    value("runs", runs);
    success("take more", GetQueuedCompletionStatusEx(port, &entry, 1, &removed, INFINITE, TRUE));
    value("runs", runs);
}

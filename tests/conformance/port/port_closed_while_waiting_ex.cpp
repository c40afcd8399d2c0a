#include "../scenario.h"

// Closing a port ends GetQueuedCompletionStatusEx too.
#include "port.h"
static HANDLE port;
static DWORD code;
static ULONG removed;
static void take_one(void*) {
    OVERLAPPED_ENTRY entries[2];
    removed = 0;
    code = GetQueuedCompletionStatusEx(port, entries, 2, &removed, INFINITE, FALSE)
               ? 0
               : GetLastError();
}
static bool attempt(DWORD pause) {
    port = new_port();
    Thread thread(take_one, nullptr);
    Sleep(pause);
    CloseHandle(port);
    thread.join();
    return code == ERROR_ABANDONED_WAIT_0;
}
SCENARIO(port_closed_while_waiting_ex) {
    retry_with_pause(attempt);
    line("take: %s", code_name(code));
    value("removed", removed);
}

#include "../scenario.h"

// An APC from another thread ends the wait of one that sleeps.
#include "port.h"
static int runs;
static void CALLBACK note(ULONG_PTR) {
    ++runs;
}
static HANDLE port;
static DWORD code;
static HANDLE self;
static HANDLE ready;
static void take_one(void*) {
    DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &self, 0, FALSE,
                    DUPLICATE_SAME_ACCESS);
    SetEvent(ready);
    OVERLAPPED_ENTRY entry;
    ULONG removed = 0;
    code =
        GetQueuedCompletionStatusEx(port, &entry, 1, &removed, INFINITE, TRUE) ? 0 : GetLastError();
}
static bool attempt(DWORD pause) {
    runs = 0;
    port = new_port();
    ready = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    Thread thread(take_one, nullptr);
    WaitForSingleObject(ready, INFINITE);
    Sleep(pause);
    QueueUserAPC(note, self, 0);
    return thread.join() && code == WAIT_IO_COMPLETION && runs == 1;
}
SCENARIO(port_ex_apc_from_another_thread) {
    retry_with_pause(attempt);
    line("take: %s", code_name(code));
    value("runs", runs);
}

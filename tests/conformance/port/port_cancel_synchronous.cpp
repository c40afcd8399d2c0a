#include "../scenario.h"

// CancelSynchronousIo ends the read of another thread.
#include "port.h"
static HANDLE reads;
static HANDLE writes;
static HANDLE self;
static HANDLE ready;
static DWORD code;
static void read_one(void*) {
    DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &self, 0, FALSE,
                    DUPLICATE_SAME_ACCESS);
    SetEvent(ready);
    char byte;
    DWORD count = 0;
    code = ReadFile(reads, &byte, 1, &count, nullptr) ? 0 : GetLastError();
}
static bool attempt(DWORD pause) {
    Sleep(pause);
    return CancelSynchronousIo(self) != FALSE;
}
SCENARIO(port_cancel_synchronous) {
    CreatePipe(&reads, &writes, nullptr, 0);
    ready = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    Thread thread(read_one, nullptr);
    WaitForSingleObject(ready, INFINITE);
    retry_with_pause(attempt);
    truth("ends", thread.join());
    line("read: %s", code_name(code));
}

#include "../scenario.h"

// ReadFileEx and WriteFileEx: the routine runs in an alertable wait.
#include "port.h"
static void CALLBACK note(DWORD code, DWORD bytes, OVERLAPPED* at) {
    line("routine: %s, bytes %lu, overlapped %s", code == 0 ? "ok" : code_name(code),
         static_cast<unsigned long>(bytes), at == &overlapped ? "ours" : "another");
}
SCENARIO(port_file_routine) {
    HANDLE file = new_file();
    char buffer[4];
    overlapped.Offset = 5;
    overlapped.hEvent = reinterpret_cast<HANDLE>(ULONG_PTR(0x4711));  // the program's own
    success("read", ReadFileEx(file, buffer, 4, &overlapped, note));
    line("not alertable: %lu", static_cast<unsigned long>(SleepEx(1, FALSE)));
    line("alertable: %s", code_name(SleepEx(10000, TRUE)));
    text("read", buffer, 4);
    success("write", WriteFileEx(file, "ab", 2, &overlapped, note));
    line("alertable: %s", code_name(SleepEx(10000, TRUE)));
}

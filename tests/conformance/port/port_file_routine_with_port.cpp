#include "../scenario.h"

// A file with a port takes no completion routine.
#include "port.h"
static void CALLBACK note(DWORD code, DWORD bytes, OVERLAPPED* at) {
    line("routine: %s, bytes %lu, overlapped %s", code == 0 ? "ok" : code_name(code),
         static_cast<unsigned long>(bytes), at == &overlapped ? "ours" : "another");
}
SCENARIO(port_file_routine_with_port) {
    HANDLE port = new_port();
    HANDLE file = new_file();
    char buffer[4];
    CreateIoCompletionPort(file, port, 1, 0);
    success("read", ReadFileEx(file, buffer, 4, &overlapped, note));
    success("write", WriteFileEx(file, "ab", 2, &overlapped, note));
    take("take", port);
}

#include "../scenario.h"

// A read behind the end of the file fails with ERROR_HANDLE_EOF, at once or later.
#include "port.h"
SCENARIO(port_file_end) {
    HANDLE port = new_port();
    HANDLE file = new_file();
    char buffer[8];
    DWORD code = 0;
    CreateIoCompletionPort(file, port, 1, 0);
    overlapped.Offset = 10;
    if (!ReadFile(file, buffer, 8, nullptr, &overlapped))
        code = GetLastError();
    if (code == ERROR_IO_PENDING)
        code = take_quietly(port, 10000).error;
    line("read: %s", code_name(code));
    take("no more", port);
}

#include "../scenario.h"

// An overlapped write of a file is told to its port, as often as there are writes.
#include "port.h"
SCENARIO(port_file_write) {
    HANDLE port = new_port();
    HANDLE file = new_file();
    OVERLAPPED writes[3] = {};
    CreateIoCompletionPort(file, port, 5, 0);
    for (OVERLAPPED& at : writes)
        WriteFile(file, "abc", 3, nullptr, &at);
    for (int i = 0; i < 3; ++i)
        take("take", port, 10000);
    take("no more", port);
}

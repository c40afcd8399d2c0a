#include "../scenario.h"

// A read across the end of the file brings what there is.
#include "port.h"
SCENARIO(port_file_short_read) {
    HANDLE port = new_port();
    HANDLE file = new_file();
    char buffer[8];
    CreateIoCompletionPort(file, port, 1, 0);
    overlapped.Offset = 7;
    ReadFile(file, buffer, 8, nullptr, &overlapped);
    take("take", port, 10000);
}

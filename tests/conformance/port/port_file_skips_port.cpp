#include "../scenario.h"

// FILE_SKIP_COMPLETION_PORT_ON_SUCCESS: no packet for what succeeds at once.
#include "port.h"
SCENARIO(port_file_skips_port) {
    HANDLE port = new_port();
    HANDLE file = new_file();
    char buffer[8];
    CreateIoCompletionPort(file, port, 1, 0);
    success("set", SetFileCompletionNotificationModes(file, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS));
    success("it stays", SetFileCompletionNotificationModes(file, 0));
    const BOOL at_once = ReadFile(file, buffer, 8, nullptr, &overlapped);
    truth("a packet exactly if it was pending",
          take_quietly(port, at_once ? 0 : 10000).result != at_once);
}

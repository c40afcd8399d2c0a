#include "../scenario.h"

// An event in the OVERLAPPED is set beside the packet.
#include "port.h"
SCENARIO(port_file_event_too) {
    HANDLE port = new_port();
    HANDLE file = new_file();
    overlapped.hEvent = CreateEventA(nullptr, TRUE, FALSE, nullptr);
    char buffer[8];
    CreateIoCompletionPort(file, port, 1, 0);
    ReadFile(file, buffer, 8, nullptr, &overlapped);
    truth("event", WaitForSingleObject(overlapped.hEvent, 10000) == WAIT_OBJECT_0);
    take("take", port, 10000);
}

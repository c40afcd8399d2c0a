#include "../scenario.h"

// An event whose handle's lowest bit is set keeps the packet from the port.
#include "port.h"
SCENARIO(port_file_event_instead) {
    HANDLE port = new_port();
    HANDLE file = new_file();
    HANDLE event = CreateEventA(nullptr, TRUE, TRUE, nullptr);
    char buffer[8];
    CreateIoCompletionPort(file, port, 1, 0);
    overlapped.hEvent = reinterpret_cast<HANDLE>(reinterpret_cast<ULONG_PTR>(event) | 1);
    ReadFile(file, buffer, 8, nullptr, &overlapped);
    truth("event", WaitForSingleObject(event, 10000) == WAIT_OBJECT_0);
    DWORD count = 0;
    success("result", GetOverlappedResult(file, &overlapped, &count, TRUE));
    value("bytes", count);
    take("take", port);
}

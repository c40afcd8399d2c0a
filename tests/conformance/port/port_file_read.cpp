#include "../scenario.h"

// An overlapped read of a file is told to its port.
#include "port.h"
SCENARIO(port_file_read) {
    HANDLE port = new_port();
    HANDLE file = new_file();
    char buffer[4];
    CreateIoCompletionPort(file, port, 42, 0);
    overlapped.Offset = 3;
    const BOOL read = ReadFile(file, buffer, 4, nullptr, &overlapped);
    truth("read, or under way", read || GetLastError() == ERROR_IO_PENDING);
    take("take", port, 10000);
    text("read", buffer, 4);
    DWORD count = 0;
    success("result", GetOverlappedResult(file, &overlapped, &count, FALSE));
    value("bytes", count);
    value("Internal", static_cast<long long>(overlapped.Internal));
    value("InternalHigh", static_cast<long long>(overlapped.InternalHigh));
    truth("completed", HasOverlappedIoCompleted(&overlapped));
}

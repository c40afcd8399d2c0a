#include "../scenario.h"

// ReadFile and WriteFile on a socket, overlapped.
#include "requests.h"
SCENARIO_INET(overlapped_read_and_write_file) {
    Pair pair = connected_pair(family);
    Request request;
    Request other;
    char data[8];
    HANDLE server = reinterpret_cast<HANDLE>(pair.server);
    truth("read", ReadFile(server, data, sizeof data, nullptr, &request));
    truth("pending", GetLastError() == ERROR_IO_PENDING);
    WriteFile(reinterpret_cast<HANDLE>(pair.client), "abc", 3, nullptr, &other);
    DWORD bytes = 0;
    truth("result", GetOverlappedResult(server, &request, &bytes, TRUE));
    value("bytes", bytes);
    truth("result",
          GetOverlappedResult(reinterpret_cast<HANDLE>(pair.client), &other, &bytes, TRUE));
    value("bytes", bytes);
}

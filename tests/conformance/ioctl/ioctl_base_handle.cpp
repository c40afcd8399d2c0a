#include "../scenario.h"

// SIO_BASE_HANDLE of a base provider's socket is the socket.
SCENARIO_INET(ioctl_base_handle) {
    SOCKET s = new_socket(family);
    SOCKET base = INVALID_SOCKET;
    DWORD bytes = 0;
    result("query",
           WSAIoctl(s, SIO_BASE_HANDLE, nullptr, 0, &base, sizeof base, &bytes, nullptr, nullptr));
    truth("itself", base == s);
    value("bytes", bytes);
    result("no room", WSAIoctl(s, SIO_BASE_HANDLE, nullptr, 0, &base, 4, &bytes, nullptr, nullptr));
}

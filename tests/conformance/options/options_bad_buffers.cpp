#include "../scenario.h"

// WSAEFAULT: "one of the optval or the optlen parameters is not a valid part of the user address
// space, or the optlen parameter is too small".
SCENARIO_FAMILIES(options_bad_buffers) {
    SOCKET s = new_socket(family);
    int number = 0;
    int length = sizeof number;
    result("get, no value", getsockopt(s, SOL_SOCKET, SO_TYPE, nullptr, &length));
    result("get, no length", getsockopt(s, SOL_SOCKET, SO_TYPE, (char*)&number, nullptr));
    length = 2;
    result("get, 2 bytes", getsockopt(s, SOL_SOCKET, SO_RCVBUF, (char*)&number, &length));
    length = 0;
    result("get, 0 bytes", getsockopt(s, SOL_SOCKET, SO_TYPE, (char*)&number, &length));
    length = -1;
    result("get, -1 bytes", getsockopt(s, SOL_SOCKET, SO_TYPE, (char*)&number, &length));
    length = 2;
    result("get SO_LINGER, 2 bytes", getsockopt(s, SOL_SOCKET, SO_LINGER, (char*)&number, &length));
    result("set, no value", setsockopt(s, SOL_SOCKET, SO_RCVBUF, nullptr, sizeof number));
    result("set, 2 bytes", setsockopt(s, SOL_SOCKET, SO_RCVBUF, (const char*)&number, 2));
    result("set, 0 bytes", setsockopt(s, SOL_SOCKET, SO_RCVBUF, (const char*)&number, 0));
    result("set, -1 bytes", setsockopt(s, SOL_SOCKET, SO_RCVBUF, (const char*)&number, -1));
    closesocket(s);
    length = sizeof number;
    result("get, closed", getsockopt(s, SOL_SOCKET, SO_TYPE, (char*)&number, &length));
    result("set, closed",
           setsockopt(s, SOL_SOCKET, SO_RCVBUF, (const char*)&number, sizeof number));
}

#include "../scenario.h"

// WSAENOTSOCK: "one of the descriptor sets contains an entry that is not a socket".
SCENARIO(select_not_a_socket) {
    timeval now = {0, 0};
    SOCKET good = bound_socket(AF_INET, SOCK_DGRAM);
    SOCKET closed = new_socket(AF_INET);
    closesocket(closed);
    fd_set set;
    FD_ZERO(&set);
    FD_SET(good, &set);
    FD_SET(closed, &set);
    result("closed", select(0, &set, nullptr, nullptr, &now));
    FD_ZERO(&set);
    FD_SET(INVALID_SOCKET, &set);
    result("INVALID_SOCKET", select(0, nullptr, &set, nullptr, &now));
}

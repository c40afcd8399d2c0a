#include "../scenario.h"

// WSAEINVAL: "all three descriptor parameters were null", or all sets empty.
SCENARIO(select_nothing) {
    timeval now = {0, 0};
    fd_set empty;
    FD_ZERO(&empty);
    result("no sets", select(0, nullptr, nullptr, nullptr, &now));
    result("empty sets", select(0, &empty, &empty, &empty, &now));
    SOCKET s = bound_socket(AF_INET, SOCK_DGRAM);
    fd_set set;
    FD_ZERO(&set);
    FD_SET(s, &set);
    timeval bad = {-1, 0};
    result("negative time", select(0, &set, nullptr, nullptr, &bad));
}

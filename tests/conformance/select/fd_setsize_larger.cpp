// FD_SETSIZE redefined before the include: more than 64 sockets in one select.
#define FD_SETSIZE 300
#include "../scenario.h"

SCENARIO(fd_setsize_larger) {
    static fd_set set;
    FD_ZERO(&set);
    value("FD_SETSIZE", FD_SETSIZE);
    for (int i = 0; i < 200; ++i) {
        SOCKET s =
            bound_socket(AF_INET, SOCK_DGRAM);  // FD_SET looks at its argument more than once
        FD_SET(s, &set);
    }
    value("count", set.fd_count);
    static fd_set writable;
    writable = set;
    timeval now = {0, 0};
    result("select", select(0, nullptr, &writable, nullptr, &now));
    result("select", select(0, &set, nullptr, nullptr, &now));
}

#include "../scenario.h"

// fd_set is a count and an array: FD_SET adds once, FD_CLR closes the gap, FD_ISSET asks.
SCENARIO(select_macros) {
    fd_set set;
    FD_ZERO(&set);
    FD_SET((SOCKET)10, &set);
    FD_SET((SOCKET)20, &set);
    FD_SET((SOCKET)10, &set);
    FD_SET((SOCKET)30, &set);
    value("count", set.fd_count);
    FD_CLR((SOCKET)20, &set);
    value("count", set.fd_count);
    line("%d %d", (int)set.fd_array[0], (int)set.fd_array[1]);
    truth("10", FD_ISSET((SOCKET)10, &set) != 0);
    truth("20", FD_ISSET((SOCKET)20, &set) != 0);
    truth("30", FD_ISSET((SOCKET)30, &set) != 0);
    FD_CLR((SOCKET)99, &set);
    value("count", set.fd_count);
    FD_ZERO(&set);
    for (int i = 0; i < 100; ++i) {
        FD_SET((SOCKET)(i + 1), &set);
    }
    value("full", set.fd_count);
    value("FD_SETSIZE", FD_SETSIZE);
}

#include "../scenario.h"

// connect: WSAEFAULT, "the namelen parameter is too small"; the socket is as it was.
SCENARIO_INET(connect_namelen_too_small) {
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    SOCKET client = new_socket(family);
    const int whole = family == AF_INET ? (int)sizeof(sockaddr_in) : (int)sizeof(sockaddr_in6);
    for (int length : {0, 1, 2, 8, whole - 5, -1}) {
        result("connect", connect(client, where.get(), length));
    }
    result("whole", connect(client, where.get(), whole));
}

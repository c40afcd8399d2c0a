#include "../scenario.h"

SCENARIO_INET(bind_in_use_datagram) {
    SOCKET first = bound_socket(family, SOCK_DGRAM);
    Address where = name_of(first);
    SOCKET second = new_socket(family, SOCK_DGRAM);
    result("bind", bind(second, where.get(), where.length));
    SOCKET stream = new_socket(family);
    result("TCP with the same port", bind(stream, where.get(), where.length));
    closesocket(first);
    result("after closesocket", bind(second, where.get(), where.length));
}

#include "../scenario.h"

// WSAEFAULT also where "the first two bytes of the memory block specified by name do not match the
// address family associated with the socket descriptor".
SCENARIO_INET(bind_errors) {
    SOCKET s = new_socket(family);
    Address where = loopback(family);
    result("NULL", bind(s, nullptr, 28));
    result("length 0", bind(s, where.get(), 0));
    result("length 4", bind(s, where.get(), 4));
    result("length -1", bind(s, where.get(), -1));
    result("INVALID_SOCKET", bind(INVALID_SOCKET, where.get(), where.length));
    where.any.sa_family = 77;
    result("family 77", bind(s, where.get(), where.length));
    where = loopback(family);
    if (family == AF_INET) {
        where.v4.sin_addr.s_addr = htonl(0xC0000201);
    } else {
        where.v6.sin6_addr.s6_addr[0] = 0x20;
        where.v6.sin6_addr.s6_addr[1] = 0x01;
        where.v6.sin6_addr.s6_addr[2] = 0x0d;
        where.v6.sin6_addr.s6_addr[3] = 0xb8;
    }
    result("not our address", bind(s, where.get(), where.length));
    where = loopback(family);
    if (family == AF_INET) {
        where.v4.sin_addr.s_addr = htonl(0xEFFF0109);
    } else {
        where.v6.sin6_addr.s6_addr[0] = 0xff;
        where.v6.sin6_addr.s6_addr[1] = 0x02;
    }
    result("a group", bind(new_socket(family, SOCK_DGRAM), where.get(), where.length));
    where = loopback(family);
    result("then good", bind(s, where.get(), where.length));
}

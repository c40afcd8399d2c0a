#include "../scenario.h"

// What sendto refuses.
SCENARIO_INET(datagram_destinations) {
    SOCKET s = bound_socket(family, SOCK_DGRAM);
    Address where = loopback(family, 0);
    result("port 0", sendto(s, "x", 1, 0, where.get(), where.length));
    where = name_of(bound_socket(family, SOCK_DGRAM));
    sendto(s, "x", 1, 0, nullptr, 0);
    truth("no address", WSAGetLastError() == WSAENOTCONN || WSAGetLastError() == WSAEDESTADDRREQ);
    result("length too small", sendto(s, "x", 1, 0, where.get(), 4));
    where.any.sa_family = 77;
    result("family 77", sendto(s, "x", 1, 0, where.get(), where.length));
}

#include "../scenario.h"

// SO_BROADCAST is off by default and gives the permission that sendto asks for.
SCENARIO(datagram_broadcast) {
    SOCKET s = bound_socket(AF_INET, SOCK_DGRAM);
    value("SO_BROADCAST", get_option(s, SOL_SOCKET, SO_BROADCAST));
    Address where = loopback(AF_INET, 9);
    where.v4.sin_addr.s_addr = INADDR_BROADCAST;
    result("sendto", sendto(s, "x", 1, 0, where.get(), where.length));
    set_option(s, SOL_SOCKET, SO_BROADCAST, 1);
    value("SO_BROADCAST", get_option(s, SOL_SOCKET, SO_BROADCAST));
    int rc = sendto(s, "x", 1, 0, where.get(), where.length);
    truth("permitted", rc == 1 || WSAGetLastError() != WSAEACCES);
}

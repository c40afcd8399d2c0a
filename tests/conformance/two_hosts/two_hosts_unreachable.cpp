#include "two_hosts.h"

// connect: WSAENETUNREACH without a route, WSAEHOSTUNREACH where no host answers on the wire;
// afterwards the same socket may connect.
SCENARIO(two_hosts_unreachable) {
    SOCKET client = new_socket(AF_INET);
    Address where = two_hosts_address(NO_ROUTE, 80);
    result("no route", connect(client, where.get(), where.length));
    where = two_hosts_address(NOBODY, 80);
    result("no host", connect(client, where.get(), where.length));
    where = two_hosts_address(PEER, 9);
    result("no listener", connect(client, where.get(), where.length));
    SOCKET listener = listening_socket(AF_INET);
    SOCKET datagram = new_socket(AF_INET, SOCK_DGRAM);
    where = two_hosts_address(NO_ROUTE, 80);
    result("datagram without a route", sendto(datagram, "x", 1, 0, where.get(), where.length));
    closesocket(listener);
}

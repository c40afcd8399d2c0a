#include "../scenario.h"

// connect: WSAEACCES, "An attempt to connect a datagram socket to broadcast address failed because
// setsockopt option SO_BROADCAST is not enabled."
SCENARIO(connect_broadcast_not_allowed) {
    SOCKET client = bound_socket(AF_INET, SOCK_DGRAM);
    Address where = loopback(AF_INET, 9);
    where.v4.sin_addr.s_addr = INADDR_BROADCAST;
    result("connect", connect(client, where.get(), where.length));
    result("sendto", sendto(client, "x", 1, 0, where.get(), where.length));
}

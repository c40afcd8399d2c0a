#include "../scenario.h"

// connect: WSAEAFNOSUPPORT, "Addresses in the specified family cannot be used with this socket."
SCENARIO(connect_other_family) {
    need_family(AF_INET6);
    Address where = loopback(AF_INET6, 9);
    result("IPv4 socket, IPv6 address", connect(new_socket(AF_INET), where.get(), where.length));
    where = loopback(AF_INET, 9);
    result("IPv6 socket, IPv4 address",
           connect(new_socket(AF_INET6), where.get(), (int)sizeof(sockaddr_in6)));
    where.any.sa_family = 77;
    result("IPv4 socket, family 77", connect(new_socket(AF_INET), where.get(), where.length));
    result("datagram socket, family 77",
           connect(new_socket(AF_INET, SOCK_DGRAM), where.get(), where.length));
}

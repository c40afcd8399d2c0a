#include "../scenario.h"

// A dual-stack socket reaches IPv4 by the IPv4-mapped address.
SCENARIO(connect_dual_stack) {
    need_family(AF_INET6);
    SOCKET listener = listening_socket(AF_INET);
    SOCKET client = new_socket(AF_INET6);
    result("IPV6_V6ONLY", get_option(client, IPPROTO_IPV6, IPV6_V6ONLY));
    set_option(client, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    Address where = loopback(AF_INET6, port_of(name_of(listener)));
    memset(&where.v6.sin6_addr, 0, sizeof where.v6.sin6_addr);
    where.v6.sin6_addr.s6_addr[10] = where.v6.sin6_addr.s6_addr[11] = 0xff;
    where.v6.sin6_addr.s6_addr[12] = 127;
    where.v6.sin6_addr.s6_addr[15] = 1;
    result("connect", connect(client, where.get(), where.length));
    SOCKET server = accepted_from(listener);
    address("server sees", peer_of(server).get());
    address("client's name", name_of(client).get());
}

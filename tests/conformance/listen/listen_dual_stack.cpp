#include "../scenario.h"

// A dual-stack listener takes IPv4 clients under IPv4-mapped addresses, and IPv6 clients as they
// are.
SCENARIO(listen_dual_stack) {
    need_family(AF_INET6);
    SOCKET listener = new_socket(AF_INET6);
    set_option(listener, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    Address any = wildcard(AF_INET6);
    result("bind", bind(listener, any.get(), any.length));
    result("listen", listen(listener, 5));
    unsigned short port = port_of(name_of(listener));
    SOCKET client = new_socket(AF_INET);
    Address where = loopback(AF_INET, port);
    result("connect by IPv4", connect(client, where.get(), where.length));
    Address peer;
    peer.length = sizeof peer.storage;
    SOCKET server = made("accept", accept(listener, peer.get(), &peer.length));
    address("peer", peer.get());
    value("length", peer.length);
    address("own name", name_of(server).get());
    client = new_socket(AF_INET6);
    where = loopback(AF_INET6, port);
    result("connect by IPv6", connect(client, where.get(), where.length));
    peer.length = sizeof peer.storage;
    made("accept", accept(listener, peer.get(), &peer.length));
    address("peer", peer.get());
}

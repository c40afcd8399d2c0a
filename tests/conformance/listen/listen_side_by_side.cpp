#include "../scenario.h"

// 0.0.0.0 and [::] with the same port side by side: IPV6_V6ONLY is on by default.
SCENARIO(listen_side_by_side) {
    need_family(AF_INET6);
    SOCKET four = new_socket(AF_INET);
    Address any = wildcard(AF_INET);
    result("bind IPv4", bind(four, any.get(), any.length));
    result("listen IPv4", listen(four, 5));
    unsigned short port = port_of(name_of(four));
    SOCKET six = new_socket(AF_INET6);
    any = wildcard(AF_INET6, port);
    result("bind IPv6", bind(six, any.get(), any.length));
    result("listen IPv6", listen(six, 5));
    SOCKET client = new_socket(AF_INET);
    Address where = loopback(AF_INET, port);
    result("connect by IPv4", connect(client, where.get(), where.length));
    SOCKET server = accepted_from(four);
    address("accepted by IPv4 at", name_of(server).get());
    client = new_socket(AF_INET6);
    where = loopback(AF_INET6, port);
    result("connect by IPv6", connect(client, where.get(), where.length));
    server = accepted_from(six);
    address("accepted by IPv6 at", name_of(server).get());
}

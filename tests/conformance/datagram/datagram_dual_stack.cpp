#include "../scenario.h"

// A dual-stack datagram socket receives from both families.
SCENARIO(datagram_dual_stack) {
    need_family(AF_INET6);
    SOCKET server = new_socket(AF_INET6, SOCK_DGRAM);
    set_option(server, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    Address any = wildcard(AF_INET6);
    result("bind", bind(server, any.get(), any.length));
    Address where = loopback(AF_INET, port_of(name_of(server)));
    SOCKET client = new_socket(AF_INET, SOCK_DGRAM);
    sendto(client, "four", 4, 0, where.get(), where.length);
    Address from;
    from.length = sizeof from.storage;
    char buffer[8];
    text("received", buffer, recvfrom(server, buffer, sizeof buffer, 0, from.get(), &from.length));
    address("from", from.get());
    value("answer", sendto(server, "back", 4, 0, from.get(), from.length));
    receive_text("answered", client, 4);
}

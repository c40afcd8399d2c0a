#include "../scenario.h"

// "The option must be set on the receiving socket; while the POSIX option must be set on the
// sending socket" (IP_MULTICAST_LOOP).
static SOCKET member(const ip_mreq& group) {
    SOCKET s = new_socket(AF_INET, SOCK_DGRAM);
    Address any = wildcard(AF_INET);
    result("bind", bind(s, any.get(), any.length));
    result("join", setsockopt(s, IPPROTO_IP, IP_ADD_MEMBERSHIP, (const char*)&group, sizeof group));
    set_option(s, SOL_SOCKET, SO_RCVTIMEO, 5000);
    return s;
}
SCENARIO(datagram_multicast_loop_is_the_receivers) {
    ip_mreq group;
    group.imr_multiaddr.s_addr = htonl(0xEFFF0108);
    group.imr_interface.s_addr = htonl(INADDR_LOOPBACK);
    SOCKET hears = member(group);
    SOCKET deaf = member(group);
    set_option(deaf, IPPROTO_IP, IP_MULTICAST_LOOP, 0);
    SOCKET sender = bound_socket(AF_INET, SOCK_DGRAM);
    setsockopt(sender, IPPROTO_IP, IP_MULTICAST_IF, (const char*)&group.imr_interface,
               sizeof(in_addr));
    set_option(sender, IPPROTO_IP, IP_MULTICAST_LOOP, 0);
    for (SOCKET receiver : {hears, deaf}) {
        Address where = loopback(AF_INET, port_of(name_of(receiver)));
        Address to_group = where;
        to_group.v4.sin_addr = group.imr_multiaddr;
        value("to the group", sendto(sender, "group", 5, 0, to_group.get(), to_group.length));
        value("to it alone", sendto(sender, "alone", 5, 0, where.get(), where.length));
        receive_text("first", receiver, 5);
    }
    set_option(deaf, IPPROTO_IP, IP_MULTICAST_LOOP, 1);
    value("IP_MULTICAST_LOOP", get_option(deaf, IPPROTO_IP, IP_MULTICAST_LOOP));
}

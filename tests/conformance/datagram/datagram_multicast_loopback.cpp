#include "../scenario.h"

// A group joined on the loopback interface: the sender's own host receives with IP_MULTICAST_LOOP
// on.
SCENARIO(datagram_multicast_loopback) {
    SOCKET receiver = new_socket(AF_INET, SOCK_DGRAM);
    Address any = wildcard(AF_INET);
    result("bind", bind(receiver, any.get(), any.length));
    ip_mreq group;
    group.imr_multiaddr.s_addr = htonl(0xEFFF0107);
    group.imr_interface.s_addr = htonl(INADDR_LOOPBACK);
    result("IP_ADD_MEMBERSHIP",
           setsockopt(receiver, IPPROTO_IP, IP_ADD_MEMBERSHIP, (const char*)&group, sizeof group));
    SOCKET sender = bound_socket(AF_INET, SOCK_DGRAM);
    result("IP_MULTICAST_IF", setsockopt(sender, IPPROTO_IP, IP_MULTICAST_IF,
                                         (const char*)&group.imr_interface, sizeof(in_addr)));
    Address where = loopback(AF_INET, port_of(name_of(receiver)));
    where.v4.sin_addr = group.imr_multiaddr;
    value("sendto", sendto(sender, "to all", 6, 0, where.get(), where.length));
    set_option(receiver, SOL_SOCKET, SO_RCVTIMEO, 5000);
    receive_text("received", receiver, 6);
    result("IP_DROP_MEMBERSHIP",
           setsockopt(receiver, IPPROTO_IP, IP_DROP_MEMBERSHIP, (const char*)&group, sizeof group));
    truth("again", setsockopt(receiver, IPPROTO_IP, IP_DROP_MEMBERSHIP, (const char*)&group,
                              sizeof group) == 0);
}

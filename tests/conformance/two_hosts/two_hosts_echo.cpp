#include "two_hosts.h"

// The other host of two_hosts_broadcast: echoes until goodbye, at most 30 seconds after the last
// datagram.
SCENARIO(two_hosts_echo) {
    SOCKET s = new_socket(AF_INET, SOCK_DGRAM);
    Address any = wildcard(AF_INET, 7777);
    bind(s, any.get(), any.length);
    ip_mreq group;
    group.imr_multiaddr = two_hosts_address("239.7.7.7", 0).v4.sin_addr;
    group.imr_interface = two_hosts_address(PEER, 0).v4.sin_addr;
    result("IP_ADD_MEMBERSHIP",
           setsockopt(s, IPPROTO_IP, IP_ADD_MEMBERSHIP, (const char*)&group, sizeof group));
    set_option(s, SOL_SOCKET, SO_RCVTIMEO, 30000);
    char data[32];
    Address from;
    for (;;) {
        from.length = sizeof from.storage;
        int got = recvfrom(s, data, sizeof data, 0, from.get(), &from.length);
        if (got <= 0) {
            break;
        }
        sendto(s, data, got, 0, from.get(), from.length);
        if (data[0] == 'g') {
            break;
        }
    }
}

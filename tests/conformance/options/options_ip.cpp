#include "../scenario.h"

// IPv4's own options.
static void trip(SOCKET s, const char* what, int name, int number) {
    if (result(what, setsockopt(s, IPPROTO_IP, name, (const char*)&number, sizeof number)) == 0) {
        value("  is", get_option(s, IPPROTO_IP, name));
    }
}
SCENARIO(options_ip) {
    SOCKET s = new_socket(AF_INET, SOCK_DGRAM);
    value("IP_MULTICAST_TTL", get_option(s, IPPROTO_IP, IP_MULTICAST_TTL));
    value("IP_MULTICAST_LOOP", get_option(s, IPPROTO_IP, IP_MULTICAST_LOOP));
    value("IP_DONTFRAGMENT", get_option(s, IPPROTO_IP, IP_DONTFRAGMENT));
    value("IP_PKTINFO", get_option(s, IPPROTO_IP, IP_PKTINFO));
    truth("IP_TTL", get_option(s, IPPROTO_IP, IP_TTL) > 0);
    trip(s, "IP_TTL", IP_TTL, 77);
    trip(s, "IP_MULTICAST_TTL", IP_MULTICAST_TTL, 5);
    trip(s, "IP_MULTICAST_LOOP", IP_MULTICAST_LOOP, 0);
    trip(s, "IP_DONTFRAGMENT", IP_DONTFRAGMENT, 1);
    trip(s, "IP_PKTINFO", IP_PKTINFO, 1);
    trip(s, "IP_RECVTTL", IP_RECVTTL, 1);
    trip(s, "IP_MULTICAST_TTL 256", IP_MULTICAST_TTL, 256);
    in_addr interface_address;
    interface_address.s_addr = 77;
    int length = sizeof interface_address;
    result("IP_MULTICAST_IF",
           getsockopt(s, IPPROTO_IP, IP_MULTICAST_IF, (char*)&interface_address, &length));
    value("  is", interface_address.s_addr);
}

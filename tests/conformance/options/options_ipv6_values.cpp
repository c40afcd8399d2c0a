#include "../scenario.h"

// IPv6's own options.
static void trip(SOCKET s, const char* what, int name, int number) {
    if (result(what, setsockopt(s, IPPROTO_IPV6, name, (const char*)&number, sizeof number)) == 0) {
        value("  is", get_option(s, IPPROTO_IPV6, name));
    }
}
SCENARIO(options_ipv6_values) {
    need_family(AF_INET6);
    SOCKET s = new_socket(AF_INET6, SOCK_DGRAM);
    value("IPV6_V6ONLY", get_option(s, IPPROTO_IPV6, IPV6_V6ONLY));
    value("IPV6_MULTICAST_LOOP", get_option(s, IPPROTO_IPV6, IPV6_MULTICAST_LOOP));
    value("IPV6_MULTICAST_HOPS", get_option(s, IPPROTO_IPV6, IPV6_MULTICAST_HOPS));
    value("IPV6_MULTICAST_IF", get_option(s, IPPROTO_IPV6, IPV6_MULTICAST_IF));
    trip(s, "IPV6_V6ONLY", IPV6_V6ONLY, 0);
    trip(s, "IPV6_UNICAST_HOPS", IPV6_UNICAST_HOPS, 33);
    trip(s, "IPV6_MULTICAST_HOPS", IPV6_MULTICAST_HOPS, 5);
    trip(s, "IPV6_MULTICAST_LOOP", IPV6_MULTICAST_LOOP, 0);
    trip(s, "IPV6_PKTINFO", IPV6_PKTINFO, 1);
    trip(s, "IPV6_HOPLIMIT", IPV6_HOPLIMIT, 1);
    trip(s, "IPV6_UNICAST_HOPS 256", IPV6_UNICAST_HOPS, 256);
    trip(s, "IPV6_MULTICAST_HOPS 256", IPV6_MULTICAST_HOPS, 256);
}

#include "../scenario.h"

// TCP's own options.
static void trip(SOCKET s, const char* what, int name, int number) {
    if (result(what, setsockopt(s, IPPROTO_TCP, name, (const char*)&number, sizeof number)) == 0) {
        value("  is", get_option(s, IPPROTO_TCP, name));
    }
}
SCENARIO_INET(options_tcp) {
    SOCKET s = new_socket(family);
    trip(s, "TCP_KEEPIDLE", TCP_KEEPIDLE, 60);
    trip(s, "TCP_KEEPINTVL", TCP_KEEPINTVL, 7);
    trip(s, "TCP_KEEPCNT", TCP_KEEPCNT, 4);
    trip(s, "TCP_MAXRT", TCP_MAXRT, 30);
    int number = 1;
    SOCKET datagram = new_socket(family, SOCK_DGRAM);
    result("TCP_NODELAY on a datagram socket",
           setsockopt(datagram, IPPROTO_TCP, TCP_NODELAY, (const char*)&number, sizeof number));
}

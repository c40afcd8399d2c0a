#include "../scenario.h"

// What is set is what is got.
static void trip(SOCKET s, const char* what, int level, int name, int number) {
    if (result(what, setsockopt(s, level, name, (const char*)&number, sizeof number)) == 0) {
        value("  is", get_option(s, level, name));
    }
}
SCENARIO_INET(options_round_trip) {
    SOCKET s = new_socket(family);
    trip(s, "SO_KEEPALIVE", SOL_SOCKET, SO_KEEPALIVE, 1);
    trip(s, "SO_KEEPALIVE off", SOL_SOCKET, SO_KEEPALIVE, 0);
    trip(s, "SO_OOBINLINE", SOL_SOCKET, SO_OOBINLINE, 1);
    trip(s, "SO_RCVBUF", SOL_SOCKET, SO_RCVBUF, 40000);
    trip(s, "SO_SNDBUF", SOL_SOCKET, SO_SNDBUF, 50000);
    trip(s, "SO_RCVTIMEO", SOL_SOCKET, SO_RCVTIMEO, 2500);
    trip(s, "SO_SNDTIMEO", SOL_SOCKET, SO_SNDTIMEO, 3500);
    trip(s, "SO_EXCLUSIVEADDRUSE", SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1);
    trip(s, "SO_CONDITIONAL_ACCEPT", SOL_SOCKET, SO_CONDITIONAL_ACCEPT, 1);
    trip(s, "TCP_NODELAY", IPPROTO_TCP, TCP_NODELAY, 1);
    trip(s, "TCP_NODELAY off", IPPROTO_TCP, TCP_NODELAY, 0);
    SOCKET datagram = new_socket(family, SOCK_DGRAM);
    trip(datagram, "SO_BROADCAST", SOL_SOCKET, SO_BROADCAST, 1);
    trip(datagram, "SO_REUSEADDR", SOL_SOCKET, SO_REUSEADDR, 1);
}

#include "../scenario.h"

// Options set on the listener hold on what it accepts.
SCENARIO_INET_ISO(accept_inherits_options) {
    SOCKET listener = listening_socket(family);
    set_option(listener, SOL_SOCKET, SO_KEEPALIVE, 1);
    set_option(listener, SOL_SOCKET, SO_RCVTIMEO, 1234);
    set_option(listener, SOL_SOCKET, SO_OOBINLINE, 1);
    if (family != AF_ISO) {
        set_option(listener, IPPROTO_TCP, TCP_NODELAY, 1);
    }
    linger lingering = {1, 7};
    setsockopt(listener, SOL_SOCKET, SO_LINGER, (const char*)&lingering, sizeof lingering);
    connected_to(listener);
    SOCKET server = accepted_from(listener);
    truth("SO_KEEPALIVE", get_option(server, SOL_SOCKET, SO_KEEPALIVE) != 0);
    value("SO_RCVTIMEO", get_option(server, SOL_SOCKET, SO_RCVTIMEO));
    truth("SO_OOBINLINE", get_option(server, SOL_SOCKET, SO_OOBINLINE) != 0);
    if (family != AF_ISO) {
        truth("TCP_NODELAY", get_option(server, IPPROTO_TCP, TCP_NODELAY) != 0);
    }
    lingering = {0, 0};
    int length = sizeof lingering;
    getsockopt(server, SOL_SOCKET, SO_LINGER, (char*)&lingering, &length);
    line("SO_LINGER: %d %d", lingering.l_onoff != 0, lingering.l_linger);
}

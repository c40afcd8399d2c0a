#include "../scenario.h"

// The defaults that the pages of the options name.
SCENARIO_INET(options_defaults) {
    SOCKET s = new_socket(family);
    value("SO_KEEPALIVE", get_option(s, SOL_SOCKET, SO_KEEPALIVE));
    value("SO_REUSEADDR", get_option(s, SOL_SOCKET, SO_REUSEADDR));
    value("SO_EXCLUSIVEADDRUSE", get_option(s, SOL_SOCKET, SO_EXCLUSIVEADDRUSE));
    value("SO_OOBINLINE", get_option(s, SOL_SOCKET, SO_OOBINLINE));
    value("SO_CONDITIONAL_ACCEPT", get_option(s, SOL_SOCKET, SO_CONDITIONAL_ACCEPT));
    value("SO_RCVTIMEO", get_option(s, SOL_SOCKET, SO_RCVTIMEO));
    value("SO_SNDTIMEO", get_option(s, SOL_SOCKET, SO_SNDTIMEO));
    value("SO_ERROR", get_option(s, SOL_SOCKET, SO_ERROR));
    value("SO_DONTLINGER", get_option(s, SOL_SOCKET, SO_DONTLINGER));
    value("TCP_NODELAY", get_option(s, IPPROTO_TCP, TCP_NODELAY));
    linger lingering = {9, 9};
    int length = sizeof lingering;
    result("SO_LINGER", getsockopt(s, SOL_SOCKET, SO_LINGER, (char*)&lingering, &length));
    line("%d %d, %d bytes", lingering.l_onoff, lingering.l_linger, length);
    line("SO_TYPE: %s", type_name(get_option(s, SOL_SOCKET, SO_TYPE)));
    if (family == AF_INET6) {
        value("IPV6_V6ONLY", get_option(s, IPPROTO_IPV6, IPV6_V6ONLY));
    }
    truth("SO_RCVBUF", get_option(s, SOL_SOCKET, SO_RCVBUF) > 0);
    truth("SO_SNDBUF", get_option(s, SOL_SOCKET, SO_SNDBUF) > 0);
}

#include "../scenario.h"

SCENARIO_CONNECTIONS(accept_inherits_buffer_sizes) {
    SOCKET listener = bound_socket(family);
    set_option(listener, SOL_SOCKET, SO_RCVBUF, 32768);
    set_option(listener, SOL_SOCKET, SO_SNDBUF, 16384);
    result("listen", listen(listener, 5));
    value("listener's SO_RCVBUF", get_option(listener, SOL_SOCKET, SO_RCVBUF));
    value("listener's SO_SNDBUF", get_option(listener, SOL_SOCKET, SO_SNDBUF));
    connected_to(listener);
    SOCKET server = accepted_from(listener);
    value("SO_RCVBUF", get_option(server, SOL_SOCKET, SO_RCVBUF));
    value("SO_SNDBUF", get_option(server, SOL_SOCKET, SO_SNDBUF));
}

#include "../scenario.h"

// "The newly created socket is the socket that will handle the actual connection; it has the same
// properties as socket s": the mode among them.
static void once(int family, bool nonblocking) {
    SOCKET listener = listening_socket(family);
    set_nonblocking(listener, nonblocking);
    SOCKET client = connected_to(listener);
    wait_readable(listener);
    SOCKET server = accepted_from(listener);
    if (!nonblocking) {
        send_text(client, "x");
    }
    char byte;
    result(nonblocking ? "recv, non-blocking" : "recv, blocking", recv(server, &byte, 1, 0));
}
SCENARIO_CONNECTIONS(accept_inherits_nonblocking) {
    once(family, true);
    once(family, false);
}

#include "../scenario.h"

// "If an application calls listen more than once on the same socket" it succeeds, the backlog
// unchanged.
SCENARIO_CONNECTIONS(listen_twice) {
    SOCKET listener = bound_socket(family);
    result("listen", listen(listener, 2));
    SOCKET first = connected_to(listener);
    result("listen again", listen(listener, 200));
    SOCKET second = connected_to(listener);
    SOCKET server = made("accept", accept(listener, nullptr, nullptr));
    send_text(first, "first");
    receive_text("received", server, 5);
    server = made("accept", accept(listener, nullptr, nullptr));
    send_text(second, "second");
    receive_text("received", server, 6);
}

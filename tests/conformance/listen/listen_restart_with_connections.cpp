#include "../scenario.h"

// After the listener has gone, an accepted connection that still lives does not keep the port from
// a listener with SO_REUSEADDR.
SCENARIO_INET_ISO(listen_restart_with_connections) {
    Pair pair = connected_pair(family);
    Address where = name_of(pair.listener);
    closesocket(pair.listener);
    SOCKET again = new_socket(family);
    set_option(again, SOL_SOCKET, SO_REUSEADDR, 1);
    result("bind", bind(again, where.get(), where.length));
    result("listen", listen(again, 5));
    connected_to(again);
    made("accept", accept(again, nullptr, nullptr));
    send_text(pair.client, "old");
    receive_text("received", pair.server, 3);
}

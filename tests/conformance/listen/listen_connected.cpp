#include "../scenario.h"

// listen: WSAEISCONN, for the client's end and the accepted end alike.
SCENARIO_CONNECTIONS(listen_connected) {
    Pair pair = connected_pair(family);
    result("listen on the accepted socket", listen(pair.server, 5));
    result("listen on the connected socket", listen(pair.client, 5));
    send_text(pair.client, "still");
    receive_text("received", pair.server, 5);
}

#include "../scenario.h"

// DisconnectEx ends the stream; a second one has nothing to end.
#include "requests.h"
SCENARIO_CONNECTIONS(disconnect_ex_ends_sending) {
    Pair pair = connected_pair(family);
    auto disconnect_ex = extension<LPFN_DISCONNECTEX>(pair.client, WSAID_DISCONNECTEX);
    Request request;
    send_text(pair.client, "bye");
    disconnect_ex(pair.client, &request, 0, 0);
    receive_text("received", pair.server, 100);
    closesocket(pair.server);
    outcome("DisconnectEx", pair.client, &request);
    started_ex("again", disconnect_ex(pair.client, &request, 0, 0));
    started_ex("reserved", disconnect_ex(pair.client, &request, 0, 1));
}

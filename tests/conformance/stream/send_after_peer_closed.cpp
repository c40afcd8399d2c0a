#include "../scenario.h"

// Sending to a peer that has closed brings its reset, never a signal.
SCENARIO_INET(send_after_peer_closed) {
    Pair pair = connected_pair(family);
    closesocket(pair.server);
    char byte = 'x';
    value("recv", recv(pair.client, &byte, 1, 0));
    value("first send", send(pair.client, &byte, 1, 0));
}

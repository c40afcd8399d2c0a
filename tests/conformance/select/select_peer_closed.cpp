#include "../scenario.h"

// A closed or reset peer makes a socket readable.
SCENARIO_INET(select_peer_closed) {
    Pair pair = connected_pair(family);
    closesocket(pair.client);
    truth("closed", wait_readable(pair.server));
    Pair other = connected_pair(family);
    close_hard(other.client);
    truth("reset", wait_readable(other.server));
    char byte;
    result("recv", recv(other.server, &byte, 1, 0));
}

#include "../scenario.h"

// A hard close at the other end: WSAECONNRESET for recv, and for send after it.
SCENARIO_INET(recv_reset) {
    Pair pair = connected_pair(family);
    close_hard(pair.client);
    char byte = 'x';
    result("recv", recv(pair.server, &byte, 1, 0));
    result("send", send(pair.server, &byte, 1, 0));
    result("recv", recv(pair.server, &byte, 1, 0));
}

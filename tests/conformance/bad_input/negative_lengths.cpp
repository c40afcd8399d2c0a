#include "../scenario.h"

// Negative lengths: an error, no crash, nothing sent.
SCENARIO_FAMILIES(negative_lengths) {
    Pair pair = connected_pair(family);
    char byte = 'x';
    truth("send", send(pair.client, &byte, -1, 0) == SOCKET_ERROR);
    truth("recv", recv(pair.client, &byte, -1, 0) == SOCKET_ERROR);
    truth("send INT_MIN", send(pair.client, &byte, -2147483647 - 1, 0) == SOCKET_ERROR);
    truth("nothing arrives", !is_readable(pair.server));
    send_text(pair.client, "x");
    receive_text("received", pair.server, 1);
}

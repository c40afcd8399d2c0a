#include "../scenario.h"

// A reset ends the receive, and those that come later.
#include "requests.h"
SCENARIO_INET(overlapped_receive_reset) {
    Pair pair = connected_pair(family);
    Request request;
    char data[4];
    started("receive", receive(pair.server, data, sizeof data, &request));
    close_hard(pair.client);
    outcome("receive", pair.server, &request);
    started("another", receive(pair.server, data, sizeof data, &request));
}

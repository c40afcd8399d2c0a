#include "../scenario.h"

// Receives complete in the order in which they were started.
#include "requests.h"
SCENARIO_INET(overlapped_receives_in_order) {
    Pair pair = connected_pair(family);
    Request requests[3];
    char data[4] = {};
    for (int i = 0; i < 3; ++i)
        started("receive", receive(pair.server, data + i, 1, &requests[i]));
    send_text(pair.client, "abc");
    for (int i = 0; i < 3; ++i)
        outcome("receive", pair.server, &requests[i]);
    text("data", data, 3);
}

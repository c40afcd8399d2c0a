#include "../scenario.h"

// A peek completes and leaves the data.
#include "requests.h"
SCENARIO_INET(overlapped_peek) {
    Pair pair = connected_pair(family);
    Request request;
    char data[8];
    started("peek", receive(pair.server, data, sizeof data, &request, MSG_PEEK));
    send_text(pair.client, "abc");
    outcome("peek", pair.server, &request);
    receive_text("left", pair.server, 3);
}

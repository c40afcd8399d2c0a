#include "../scenario.h"

// A receive without room completes when data is there and takes none of it.
#include "requests.h"
SCENARIO_INET(overlapped_zero_byte_receive) {
    Pair pair = connected_pair(family);
    Request request;
    started("receive", receive(pair.server, nullptr, 0, &request));
    send_text(pair.client, "x");
    outcome("receive", pair.server, &request);
    receive_text("left", pair.server, 1);
}

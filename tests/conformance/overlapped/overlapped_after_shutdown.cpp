#include "../scenario.h"

// After shutdown neither direction starts.
#include "requests.h"
SCENARIO_INET(overlapped_after_shutdown) {
    Pair pair = connected_pair(family);
    Request request;
    char data[4];
    shutdown(pair.client, SD_BOTH);
    started("send", send_out(pair.client, "x", 1, &request));
    started("receive", receive(pair.client, data, sizeof data, &request));
}

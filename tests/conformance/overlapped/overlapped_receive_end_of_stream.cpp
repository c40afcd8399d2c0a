#include "../scenario.h"

// The end of the stream completes a receive with no bytes.
#include "requests.h"
SCENARIO_INET(overlapped_receive_end_of_stream) {
    Pair pair = connected_pair(family);
    Request request;
    char data[4];
    started("receive", receive(pair.server, data, sizeof data, &request));
    shutdown(pair.client, SD_SEND);
    outcome("receive", pair.server, &request);
    started("another", receive(pair.server, data, sizeof data, &request));
    outcome("another", pair.server, &request);
}

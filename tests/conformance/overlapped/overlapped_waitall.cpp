#include "../scenario.h"

// MSG_WAITALL completes when the buffer is full, or with what came before the end.
#include "requests.h"
SCENARIO_INET(overlapped_waitall) {
    Pair pair = connected_pair(family);
    Request request;
    char data[8] = {};
    started("receive", receive(pair.server, data, 6, &request, MSG_WAITALL));
    send_text(pair.client, "abc");
    wait_writable(pair.client);
    send_text(pair.client, "def");
    outcome("receive", pair.server, &request);
    text("data", data, 6);
    started("receive", receive(pair.server, data, 6, &request, MSG_WAITALL));
    send_text(pair.client, "xy");
    shutdown(pair.client, SD_SEND);
    outcome("receive", pair.server, &request);
}

#include "../scenario.h"

// POLLRDBAND: out-of-band data.
SCENARIO_INET(poll_oob) {
    Pair pair = connected_pair(family);
    send(pair.client, "!", 1, MSG_OOB);
    WSAPOLLFD poll = {pair.server, POLLRDBAND, 0};
    value("WSAPoll", WSAPoll(&poll, 1, 10000));
    line("%s", poll_flags(poll.revents));
}

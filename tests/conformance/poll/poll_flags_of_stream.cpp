#include "../scenario.h"

// WSAPoll on a stream, through its life.
static void tell(const char* what, SOCKET s, int timeout) {
    WSAPOLLFD poll = {s, POLLRDNORM | POLLWRNORM, 0x7f};
    int rc = WSAPoll(&poll, 1, timeout);
    line("%s: %d %s", what, rc, poll_flags(poll.revents));
}
SCENARIO_FAMILIES(poll_flags_of_stream) {
    Pair pair = connected_pair(family);
    tell("idle", pair.server, 0);
    send_text(pair.client, "x");
    wait_readable(pair.server);
    tell("data", pair.server, 0);
    WSAPOLLFD poll = {pair.client, POLLRDNORM, 0};
    value("not readable", WSAPoll(&poll, 1, 0));
    poll = {pair.listener, POLLRDNORM, 0};
    value("listener", WSAPoll(&poll, 1, 0));
    connected_to(pair.listener);
    value("listener called", WSAPoll(&poll, 1, 10000));
    line("%s", poll_flags(poll.revents));
}

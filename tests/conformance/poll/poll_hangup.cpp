#include "../scenario.h"

// POLLHUP: "a stream-oriented connection was either disconnected or aborted"; POLLERR when
// suddenly.
SCENARIO_INET(poll_hangup) {
    Pair pair = connected_pair(family);
    closesocket(pair.client);
    WSAPOLLFD poll = {pair.server, POLLRDNORM, 0};
    value("closed", WSAPoll(&poll, 1, 10000));
    truth("POLLHUP", (poll.revents & POLLHUP) != 0);
    truth("POLLERR", (poll.revents & POLLERR) != 0);
    Pair other = connected_pair(family);
    close_hard(other.client);
    poll = {other.server, POLLRDNORM, 0};
    value("reset", WSAPoll(&poll, 1, 10000));
    truth("POLLHUP", (poll.revents & POLLHUP) != 0);
    truth("POLLERR", (poll.revents & POLLERR) != 0);
}

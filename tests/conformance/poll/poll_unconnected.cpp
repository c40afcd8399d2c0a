#include "../scenario.h"

// A stream that was never connected was neither "disconnected or aborted", nor can data be written.
SCENARIO_FAMILIES(poll_unconnected) {
    WSAPOLLFD polls[2] = {{new_socket(family), POLLRDNORM | POLLWRNORM, 0x7f}, {}};
    value("at once", WSAPoll(polls, 1, 0));
    line("%s", poll_flags(polls[0].revents));
    value("in time", WSAPoll(polls, 1, 5));
    polls[1] = {bound_socket(AF_INET, SOCK_DGRAM), POLLWRNORM, 0};
    value("beside another", WSAPoll(polls, 2, -1));
    line("%s, %s", poll_flags(polls[0].revents), poll_flags(polls[1].revents));
}

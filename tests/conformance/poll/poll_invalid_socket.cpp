#include "../scenario.h"

// POLLNVAL for a closed socket beside a good one; a negative one is ignored.
SCENARIO(poll_invalid_socket) {
    SOCKET good = bound_socket(AF_INET, SOCK_DGRAM);
    SOCKET closed = new_socket(AF_INET);
    closesocket(closed);
    WSAPOLLFD polls[] = {
        {good, POLLWRNORM, 0}, {closed, POLLRDNORM, 0}, {(SOCKET)-1, POLLRDNORM, 0x7f}};
    value("WSAPoll", WSAPoll(polls, 3, 0));
    line("good %s", poll_flags(polls[0].revents));
    line("closed %s", poll_flags(polls[1].revents));
    line("ignored %s", poll_flags(polls[2].revents));
}

#include "../scenario.h"

// WSAEINVAL: no entries, or flags that cannot be asked for; WSAEFAULT: no array.
SCENARIO(poll_errors) {
    SOCKET s = bound_socket(AF_INET, SOCK_DGRAM);
    WSAPOLLFD poll = {s, POLLWRNORM, 0};
    result("no entries", WSAPoll(&poll, 0, 0));
    result("no array", WSAPoll(nullptr, 1, 0));
    poll.events = POLLPRI;
    result("POLLPRI", WSAPoll(&poll, 1, 0));
    poll.events = 0x4000;
    result("unknown flag", WSAPoll(&poll, 1, 0));
}

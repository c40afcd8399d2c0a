#include "condition.h"

// select: a listening socket is readable when "a connection is pending" and accept will not block:
// a deferred request is one.
SCENARIO_CONNECTIONS(condition_deferred_is_readable) {
    SOCKET listener = listening_socket(family);
    connected_to(listener);
    Answer answer = {CF_DEFER, 0, 0};
    accept_with("WSAAccept", listener, &answer);
    truth("readable", is_readable(listener));
    WSAPOLLFD poll = {listener, POLLRDNORM, 0};
    value("WSAPoll", WSAPoll(&poll, 1, 0));
}

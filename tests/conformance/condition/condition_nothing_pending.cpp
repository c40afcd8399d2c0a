#include "../scenario.h"

// Nothing pending on a non-blocking listener: WSAEWOULDBLOCK, and the condition function is not
// asked.
#include "condition.h"
SCENARIO_CONNECTIONS(condition_nothing_pending) {
    SOCKET listener = listening_socket(family);
    set_nonblocking(listener);
    Answer answer = {CF_ACCEPT, 0, 0};
    accept_with("WSAAccept", listener, &answer);
    value("asked", answer.calls);
}

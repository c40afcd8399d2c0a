#include "../scenario.h"

// A deferred request stays at the top of the queue: those behind it wait.
#include "condition.h"
SCENARIO_INET_ISO(condition_defer_keeps_the_top) {
    SOCKET listener = listening_socket(family);
    SOCKET first = connected_to(listener);
    Answer answer = {CF_DEFER, 0, 0};
    accept_with("WSAAccept", listener, &answer);
    truth("about the first", answer.caller == port_of(name_of(first)));
    SOCKET second = connected_to(listener);
    accept_with("WSAAccept", listener, &answer);
    truth("about the first", answer.caller == port_of(name_of(first)));
    answer.answer = CF_ACCEPT;
    accept_with("WSAAccept", listener, &answer);
    truth("about the first", answer.caller == port_of(name_of(first)));
    accept_with("WSAAccept", listener, &answer);
    truth("about the second", answer.caller == port_of(name_of(second)));
}

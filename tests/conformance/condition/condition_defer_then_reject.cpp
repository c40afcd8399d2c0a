#include "../scenario.h"

#include "condition.h"
SCENARIO_INET_ISO(condition_defer_then_reject) {
    SOCKET listener = listening_socket(family);
    SOCKET client = connected_to(listener);
    Answer answer = {CF_DEFER, 0, 0};
    accept_with("WSAAccept", listener, &answer);
    answer.answer = CF_REJECT;
    accept_with("WSAAccept", listener, &answer);
    refusal("client's recv", client);
    set_nonblocking(listener);
    accept_with("WSAAccept", listener, &answer);
    value("asked", answer.calls);
}

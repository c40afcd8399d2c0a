#include "../scenario.h"

// CF_REJECT: WSAECONNREFUSED here, the client is reset, and the queue goes on.
#include "condition.h"
SCENARIO_INET_ISO(condition_reject) {
    SOCKET listener = listening_socket(family);
    SOCKET rejected = connected_to(listener);
    SOCKET next = connected_to(listener);
    Answer answer = {CF_REJECT, 0, 0};
    accept_with("WSAAccept", listener, &answer);
    value("asked", answer.calls);
    truth("about the first", answer.caller == port_of(name_of(rejected)));
    refusal("rejected client's recv", rejected);
    answer.answer = CF_ACCEPT;
    SOCKET server = accept_with("WSAAccept", listener, &answer);
    truth("about the second", answer.caller == port_of(name_of(next)));
    send_text(next, "mine");
    receive_text("received", server, 4);
}

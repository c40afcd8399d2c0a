#include "../scenario.h"

// WSAAccept: WSAEINVAL, "the return value of the condition function is not valid"; the request is
// untouched.
#include "condition.h"
SCENARIO_CONNECTIONS(condition_other_answer) {
    SOCKET listener = listening_socket(family);
    SOCKET client = connected_to(listener);
    Answer answer = {77, 0, 0};
    accept_with("WSAAccept", listener, &answer);
    answer.answer = -1;
    accept_with("WSAAccept", listener, &answer);
    answer.answer = CF_ACCEPT;
    SOCKET server = accept_with("WSAAccept", listener, &answer);
    value("asked", answer.calls);
    send_text(client, "intact");
    receive_text("received", server, 6);
}

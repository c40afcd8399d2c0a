#include "../scenario.h"

// CF_DEFER: WSATRY_AGAIN, and the next accept asks about the same request.
#include "condition.h"
SCENARIO_CONNECTIONS(condition_defer) {
    SOCKET listener = listening_socket(family);
    SOCKET client = connected_to(listener);
    Answer answer = {CF_DEFER, 0, 0};
    accept_with("WSAAccept", listener, &answer);
    accept_with("WSAAccept", listener, &answer);
    value("asked", answer.calls);
    answer.answer = CF_ACCEPT;
    SOCKET server = accept_with("WSAAccept", listener, &answer);
    value("asked", answer.calls);
    send_text(client, "patient");
    receive_text("received", server, 7);
}

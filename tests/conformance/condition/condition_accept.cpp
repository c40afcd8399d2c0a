#include "../scenario.h"

#include "condition.h"
SCENARIO_CONNECTIONS(condition_accept) {
    SOCKET listener = listening_socket(family);
    SOCKET client = connected_to(listener);
    Answer answer = {CF_ACCEPT, 0, 0};
    SOCKET server = accept_with("WSAAccept", listener, &answer);
    value("asked", answer.calls);
    send_text(client, "hello");
    receive_text("received", server, 5);
    send_text(server, "welcome");
    receive_text("answered", client, 7);
}

#include "../scenario.h"

// A plain accept takes a deferred request as it would any other.
#include "condition.h"
SCENARIO_CONNECTIONS(condition_defer_then_plain_accept) {
    SOCKET listener = listening_socket(family);
    SOCKET client = connected_to(listener);
    Answer answer = {CF_DEFER, 0, 0};
    accept_with("WSAAccept", listener, &answer);
    SOCKET server = made("accept", accept(listener, nullptr, nullptr));
    send_text(client, "taken");
    receive_text("received", server, 5);
    set_nonblocking(listener);
    made("accept", accept(listener, nullptr, nullptr));
}

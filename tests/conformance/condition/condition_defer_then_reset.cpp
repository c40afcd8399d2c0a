#include "../scenario.h"

// A deferred client that resets: the next accept says WSAECONNRESET, once, and the queue goes on.
#include "condition.h"
SCENARIO_INET_ISO(condition_defer_then_reset) {
    SOCKET listener = listening_socket(family);
    SOCKET gone = connected_to(listener);
    Answer answer = {CF_DEFER, 0, 0};
    accept_with("WSAAccept", listener, &answer);
    SOCKET second = connected_to(listener);
    close_hard(gone);
    made("accept", accept(listener, nullptr, nullptr));
    SOCKET server = made("accept", accept(listener, nullptr, nullptr));
    send_text(second, "second");
    receive_text("received", server, 6);
}

#include "../scenario.h"

// The same on AF_UNIX, where a reject ends the client's stream one way or the other.
#include "condition.h"
SCENARIO(condition_reject_on_unix) {
    SOCKET listener = listening_socket(AF_UNIX);
    SOCKET rejected = connected_to(listener);
    SOCKET next = connected_to(listener);
    Answer answer = {CF_REJECT, 0, 0};
    accept_with("WSAAccept", listener, &answer);
    char byte;
    truth("rejected client's stream ends", recv(rejected, &byte, 1, 0) <= 0);
    answer.answer = CF_ACCEPT;
    SOCKET server = accept_with("WSAAccept", listener, &answer);
    send_text(next, "mine");
    receive_text("received", server, 4);
}

#include "../scenario.h"

// A deferred request keeps the listener readable, and closing the listener resets its client.
#include "condition.h"
SCENARIO_INET(condition_deferred_is_readable) {
    SOCKET listener = listening_socket(family);
    SOCKET client = connected_to(listener);
    Answer answer = {CF_DEFER, 0, 0};
    accept_with("WSAAccept", listener, &answer);
    truth("readable", is_readable(listener));
    result("closesocket", closesocket(listener));
    char byte;
    result("client's recv", recv(client, &byte, 1, 0));
}

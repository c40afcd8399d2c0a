#include "../scenario.h"

// Closing the listener resets a client whose request was deferred.
#include "condition.h"
SCENARIO_INET_ISO(condition_defer_then_close) {
    SOCKET listener = listening_socket(family);
    SOCKET client = connected_to(listener);
    Answer answer = {CF_DEFER, 0, 0};
    accept_with("WSAAccept", listener, &answer);
    result("closesocket", closesocket(listener));
    refusal("client's recv", client);
}

#include "../scenario.h"

// AcceptEx pends until a client comes.
#include "requests.h"
SCENARIO_CONNECTIONS(accept_ex_pends) {
    SOCKET listener = listening_socket(family);
    SOCKET accepting = new_socket(family);
    Request request;
    char buffer[256];
    DWORD received = 0;
    const DWORD length = address_size(family) + 16;
    started_ex("AcceptEx",
               AcceptEx(listener, accepting, buffer, 0, length, length, &received, &request));
    SOCKET client = connected_to(listener);
    outcome("AcceptEx", listener, &request);
    send_text(client, "hello");
    receive_text("received", accepting, 5);
}

#include "../scenario.h"

// A client that ends without data completes it with no bytes.
#include "requests.h"
SCENARIO_CONNECTIONS(accept_ex_client_ends_first) {
    SOCKET listener = listening_socket(family);
    SOCKET accepting = new_socket(family);
    Request request;
    char buffer[256];
    DWORD received = 0;
    const DWORD length = address_size(family) + 16;
    started_ex("AcceptEx",
               AcceptEx(listener, accepting, buffer, 16, length, length, &received, &request));
    SOCKET client = connected_to(listener);
    closesocket(client);
    outcome("AcceptEx", listener, &request);
}

#include "../scenario.h"

// Several complete in the order in which they were started.
#include "requests.h"
SCENARIO_CONNECTIONS(accept_ex_in_order) {
    SOCKET listener = listening_socket(family);
    SOCKET accepting = new_socket(family);
    Request request;
    DWORD received = 0;
    const DWORD length = address_size(family) + 16;
    Request requests[4];
    SOCKET sockets[4];
    char rooms[4][256];
    for (int i = 0; i < 4; ++i) {
        sockets[i] = new_socket(family);
        started_ex("AcceptEx", AcceptEx(listener, sockets[i], rooms[i], 0, length, length,
                                        &received, &requests[i]));
    }
    for (int i = 0; i < 4; ++i) {
        SOCKET client = connected_to(listener);
        outcome("AcceptEx", listener, &requests[i]);
        send_text(client, "x");
        receive_text("received", sockets[i], 1);
    }
    closesocket(accepting);
}

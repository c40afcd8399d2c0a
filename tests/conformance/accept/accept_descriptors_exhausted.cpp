#include "../scenario.h"

// Out of descriptors: WSAEMFILE, and the request is still there once one is free. The runner lowers
// the limit for this scenario, which Windows does not have.
SCENARIO(accept_descriptors_exhausted) {
    SOCKET listener = listening_socket(AF_INET);
    SOCKET client = connected_to(listener);
    static SOCKET spare[4096];
    int count = 0;
    while (count < 4096) {
        spare[count] = socket(AF_INET, SOCK_STREAM, 0);
        if (spare[count] == INVALID_SOCKET) {
            break;
        }
        ++count;
    }
    error("socket", WSAGetLastError());
    made("accept", accept(listener, nullptr, nullptr));
    made("accept", accept(listener, nullptr, nullptr));
    made("WSAAccept", WSAAccept(listener, nullptr, nullptr, nullptr, 0));
    closesocket(spare[count - 1]);
    SOCKET server = made("accept", accept(listener, nullptr, nullptr));
    send_text(client, "kept");
    receive_text("received", server, 4);
}

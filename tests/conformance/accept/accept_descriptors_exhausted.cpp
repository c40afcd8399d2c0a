#include "../scenario.h"

// Out of descriptors: WSAEMFILE, and the request is still there once one is free. The runner lowers
// the limit for this scenario, which Windows does not have. Nothing is written meanwhile:
// sanitizers need descriptors of their own.
static int code_of(SOCKET s) {
    return s == INVALID_SOCKET ? WSAGetLastError() : 0;
}
static void exhausted(int family) {
    SOCKET listener = listening_socket(family);
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
    int by_socket = WSAGetLastError();
    int by_accept = code_of(accept(listener, nullptr, nullptr));
    int by_accept_again = code_of(accept(listener, nullptr, nullptr));
    int by_wsaaccept = code_of(WSAAccept(listener, nullptr, nullptr, nullptr, 0));
    for (int i = 0; i < count; ++i) {
        closesocket(spare[i]);
    }
    error("socket", by_socket);
    error("accept", by_accept);
    error("accept", by_accept_again);
    error("WSAAccept", by_wsaaccept);
    SOCKET server = made("accept", accept(listener, nullptr, nullptr));
    send_text(client, "kept");
    receive_text("received", server, 4);
}
SCENARIO(accept_descriptors_exhausted) {
    exhausted(AF_INET);
}
SCENARIO(accept_descriptors_exhausted_unix) {
    exhausted(AF_UNIX);
}
SCENARIO(accept_descriptors_exhausted_iso) {
    exhausted(AF_ISO);
}

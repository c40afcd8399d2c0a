#include "../scenario.h"

// SOMAXCONN holds many requests, none of which is lost.
SCENARIO_INET(listen_many_requests) {
    SOCKET listener = listening_socket(family, SOMAXCONN);
    const int count = 100;
    static SOCKET clients[count];
    for (SOCKET& client : clients) {
        client = connected_to(listener);
    }
    set_nonblocking(listener);
    int accepted = 0;
    while (accept(listener, nullptr, nullptr) != INVALID_SOCKET) {
        ++accepted;
    }
    error("then", WSAGetLastError());
    value("accepted", accepted);
}

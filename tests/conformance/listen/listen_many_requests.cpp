#include "../scenario.h"

// SOMAXCONN holds many requests, none of which is lost.
SCENARIO_CONNECTIONS(listen_many_requests) {
    SOCKET listener = listening_socket(family, SOMAXCONN);
    const int count = 100;
    static SOCKET clients[count];
    for (SOCKET& client : clients) {
        client = connected_to(listener);
    }
    int accepted = 0;
    while (accepted < count && accept(listener, nullptr, nullptr) != INVALID_SOCKET) {
        ++accepted;
    }
    value("accepted", accepted);
    set_nonblocking(listener);
    made("then", accept(listener, nullptr, nullptr));
}

#include "../scenario.h"

// When the listener closes, requests in its queue are reset and new ones refused.
SCENARIO_INET(listen_closed_refuses) {
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    SOCKET waiting = connected_to(listener);
    result("closesocket", closesocket(listener));
    char byte;
    result("recv of the one that waited", recv(waiting, &byte, 1, 0));
    SOCKET late = new_socket(family);
    result("connect", connect(late, where.get(), where.length));
}

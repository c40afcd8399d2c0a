#include "../scenario.h"

// When the listener closes, requests in its queue are reset (AF_ISO: refused) and new ones refused.
SCENARIO_CONNECTIONS(listen_closed_refuses) {
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    SOCKET waiting = connected_to(listener);
    result("closesocket", closesocket(listener));
    refusal("recv of the one that waited", waiting);
    SOCKET late = new_socket(family);
    result("connect", connect(late, where.get(), where.length));
}

#include "../scenario.h"

// An accepted connection whose client has closed still has both its names.
SCENARIO_INET(accept_after_peer_gone_getpeername) {
    SOCKET listener = listening_socket(family);
    SOCKET client = connected_to(listener);
    Address where = name_of(client);
    closesocket(client);
    SOCKET server = made("accept", accept(listener, nullptr, nullptr));
    truth("peer", same_address(peer_of(server), where));
    truth("name", same_address(name_of(server), name_of(listener)));
}

#include "../scenario.h"

// A bound socket keeps its address.
SCENARIO_CONNECTIONS(connect_bound_socket) {
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    SOCKET client = bound_socket(family);
    Address own = name_of(client);
    Accepting accepting(listener);
    result("connect", connect(client, where.get(), where.length));
    truth("the same name", same_address(own, name_of(client)));
    SOCKET server = accepting.socket();
    truth("seen by the server", same_address(peer_of(server), own));
}

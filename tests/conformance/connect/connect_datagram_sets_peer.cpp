#include "../scenario.h"

// On a datagram socket connect sets the default peer, which can be changed.
SCENARIO_INET(connect_datagram_sets_peer) {
    SOCKET a = bound_socket(family, SOCK_DGRAM);
    SOCKET b = bound_socket(family, SOCK_DGRAM);
    SOCKET client = new_socket(family, SOCK_DGRAM);
    Address where = name_of(a);
    result("connect", connect(client, where.get(), where.length));
    truth("peer", same_address(peer_of(client), where));
    send_text(client, "to a");
    receive_text("a", a, 4);
    where = name_of(b);
    result("connect", connect(client, where.get(), where.length));
    send_text(client, "to b");
    receive_text("b", b, 4);
}

#include "../scenario.h"

// AF_UNIX: the peer's address is the path that the client bound.
SCENARIO(accept_peer_address_of_bound_unix) {
    SOCKET listener = listening_socket(AF_UNIX);
    SOCKET client = bound_socket(AF_UNIX);
    Address where = name_of(listener);
    result("connect", connect(client, where.get(), where.length));
    Address peer;
    memset(&peer, 0, sizeof peer);
    peer.length = sizeof peer.storage;
    SOCKET server = made("accept", accept(listener, peer.get(), &peer.length));
    truth("client's path", same_address(peer, name_of(client)));
    truth("getpeername", same_address(peer_of(server), name_of(client)));
    truth("client's peer", same_address(peer_of(client), where));
}

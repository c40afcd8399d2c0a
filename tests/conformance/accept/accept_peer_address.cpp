#include "../scenario.h"

// The address and its length are the client's, and getpeername says the same.
SCENARIO_INET(accept_peer_address) {
    SOCKET listener = listening_socket(family);
    SOCKET client = connected_to(listener);
    Address peer;
    memset(&peer, 0x7f, sizeof peer);
    peer.length = sizeof peer.storage;
    SOCKET server = made("accept", accept(listener, peer.get(), &peer.length));
    line("family: %s", family_name(peer.any.sa_family));
    truth("length", peer.length == (int)(family == AF_INET ? sizeof peer.v4 : sizeof peer.v6));
    truth("client's name", same_address(peer, name_of(client)));
    truth("getpeername", same_address(peer, peer_of(server)));
    truth("own name is the listener's", same_address(name_of(server), name_of(listener)));
}

#include "../scenario.h"

// The address and its length are the client's, and getpeername says the same.
SCENARIO_INET_ISO(accept_peer_address) {
    SOCKET listener = listening_socket(family);
    SOCKET client = connected_to(listener);
    Address peer;
    memset(&peer, 0x7f, sizeof peer);
    peer.length = sizeof peer.storage;
    SOCKET server = made("accept", accept(listener, peer.get(), &peer.length));
    line("family: %s", family_name(peer.any.sa_family));
    truth("length", peer.length == address_size(family));
    truth("client's name", same_address(peer, name_of(client)));
    truth("getpeername", same_address(peer, peer_of(server)));
    truth("own name is the listener's", same_address(name_of(server), name_of(listener)));
}

#include "../scenario.h"

// WSAAccept without a condition function is accept.
SCENARIO_CONNECTIONS(condition_none) {
    SOCKET listener = listening_socket(family);
    SOCKET client = bound_socket(family);
    Address where = name_of(listener);
    set_nonblocking(client, family == AF_ISO);
    connect(client, where.get(), where.length);
    Address peer;
    memset(&peer, 0, sizeof peer);
    peer.length = sizeof peer.storage;
    made("WSAAccept", WSAAccept(listener, peer.get(), &peer.length, nullptr, 0));
    truth("address", same_address(peer, name_of(client)));
}

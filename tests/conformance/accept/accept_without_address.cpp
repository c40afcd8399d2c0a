#include "../scenario.h"

// "If addr and/or addrlen are equal to NULL, then no information about the remote address is
// returned."
SCENARIO_CONNECTIONS(accept_without_address) {
    SOCKET listener = listening_socket(family);
    for (int i = 0; i < 3; ++i) {
        connected_to(listener);
    }
    Address peer;
    peer.length = sizeof peer.storage;
    made("neither", accept(listener, nullptr, nullptr));
    made("no addr", accept(listener, nullptr, &peer.length));
    made("no addrlen", accept(listener, peer.get(), nullptr));
}

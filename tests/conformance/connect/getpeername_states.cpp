#include "../scenario.h"

SCENARIO_CONNECTIONS(getpeername_states) {
    Address peer;
    peer.length = sizeof peer.storage;
    result("unconnected", getpeername(bound_socket(family), peer.get(), &peer.length));
    Pair pair = connected_pair(family);
    result("connected", getpeername(pair.client, peer.get(), &peer.length));
    truth("the listener's name", same_address(peer, name_of(pair.listener)));
    peer.length = 1;
    result("length too small", getpeername(pair.client, peer.get(), &peer.length));
    result("no length", getpeername(pair.client, peer.get(), nullptr));
    peer.length = sizeof peer.storage;
    result("no address", getpeername(pair.client, nullptr, &peer.length));
    closesocket(pair.client);
    result("closed", getpeername(pair.client, peer.get(), &peer.length));
}

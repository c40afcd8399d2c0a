#include "../scenario.h"

// A listening socket is not connected: nothing can be sent, received or shut down on it.
SCENARIO_CONNECTIONS(listen_then_transfer) {
    SOCKET listener = listening_socket(family);
    char byte = 'x';
    result("send", send(listener, &byte, 1, 0));
    result("recv", recv(listener, &byte, 1, 0));
    Address peer;
    peer.length = sizeof peer.storage;
    result("getpeername", getpeername(listener, peer.get(), &peer.length));
    result("shutdown", shutdown(listener, SD_BOTH));
    connected_to(listener);
    made("accept", accept(listener, nullptr, nullptr));
}

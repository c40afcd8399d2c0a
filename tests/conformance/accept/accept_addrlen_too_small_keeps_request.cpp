#include "../scenario.h"

// accept: WSAEFAULT when addrlen is too small, and the request is still there for the next call.
SCENARIO_CONNECTIONS(accept_addrlen_too_small_keeps_request) {
    SOCKET listener = listening_socket(family);
    SOCKET client = connected_to(listener);
    Address peer;
    for (int length :
         {0, 1, 4, (int)(family == AF_INET ? sizeof peer.v4 : sizeof peer.v6) - 1, -1}) {
        peer.length = length;
        made("accept", accept(listener, peer.get(), &peer.length));
    }
    peer.length = sizeof peer.storage;
    SOCKET server = made("accept", accept(listener, peer.get(), &peer.length));
    truth("the same client", same_address(peer, name_of(client)));
    send_text(client, "kept");
    receive_text("received", server, 4);
}

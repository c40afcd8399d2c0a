#include "../scenario.h"

// WSAEFAULT, and the request is still there.
#include "condition.h"
SCENARIO_CONNECTIONS(condition_addrlen_too_small) {
    SOCKET listener = listening_socket(family);
    SOCKET client = connected_to(listener);
    Answer answer = {CF_ACCEPT, 0, 0};
    Address peer;
    peer.length = 3;
    made("WSAAccept",
         WSAAccept(listener, peer.get(), &peer.length, answer_with, (DWORD_PTR)&answer));
    peer.length = sizeof peer.storage;
    made("WSAAccept",
         WSAAccept(listener, peer.get(), &peer.length, answer_with, (DWORD_PTR)&answer));
    truth("address", same_address(peer, name_of(client)));
}

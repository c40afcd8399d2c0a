#include "../scenario.h"

// An accept inside the condition function never takes the request that is being decided.
static SOCKET listener;
static int CALLBACK condition(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                              DWORD_PTR) {
    connected_pair(AF_INET);
    SOCKET server = accept(new_socket(AF_INET), nullptr, nullptr);
    made("accept on another socket", server);
    return CF_ACCEPT;
}
SCENARIO(condition_nested_accept) {
    listener = listening_socket(AF_INET);
    SOCKET client = connected_to(listener);
    SOCKET server = made("WSAAccept", WSAAccept(listener, nullptr, nullptr, condition, 0));
    truth("peer", same_address(peer_of(server), name_of(client)));
}

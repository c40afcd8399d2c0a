#include "../scenario.h"

// ConnectEx connects; SO_UPDATE_CONNECT_CONTEXT makes the socket an ordinary one.
#include "requests.h"
SCENARIO_CONNECTIONS(connect_ex_connects) {
    SOCKET listener = listening_socket(family);
    Address address = name_of(listener);
    SOCKET client = bound_socket(family);
    auto connect_ex = extension<LPFN_CONNECTEX>(client, WSAID_CONNECTEX);
    Request request;
    Accepting accepting(listener);
    started_ex("ConnectEx",
               connect_ex(client, address.get(), address.length, nullptr, 0, nullptr, &request));
    outcome("ConnectEx", client, &request);
    accepting.socket();
    result("shutdown before", shutdown(client, SD_SEND));
    result("update", setsockopt(client, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, nullptr, 0));
    truth("peer", same_address(peer_of(client), address));
    result("shutdown", shutdown(client, SD_SEND));
}

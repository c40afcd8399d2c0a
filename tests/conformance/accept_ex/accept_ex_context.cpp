#include "../scenario.h"

// Until SO_UPDATE_ACCEPT_CONTEXT the socket knows no addresses.
#include "requests.h"
SCENARIO_CONNECTIONS(accept_ex_context) {
    SOCKET listener = listening_socket(family);
    SOCKET accepting = new_socket(family);
    Request request;
    char buffer[256];
    DWORD received = 0;
    const DWORD length = address_size(family) + 16;
    started_ex("AcceptEx",
               AcceptEx(listener, accepting, buffer, 0, length, length, &received, &request));
    SOCKET client = connected_to(listener);
    outcome("AcceptEx", listener, &request);
    Address name = {};
    name.length = sizeof name.storage;
    result("getpeername before", getpeername(accepting, name.get(), &name.length));
    result("update", setsockopt(accepting, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT,
                                reinterpret_cast<char*>(&listener), sizeof listener));
    truth("peer", same_address(peer_of(accepting), name_of(client)));
    truth("name", same_address(name_of(accepting), name_of(listener)));
}

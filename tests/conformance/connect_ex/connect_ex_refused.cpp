#include "../scenario.h"

// Nobody listens: the request ends with WSAECONNREFUSED, and the socket may try again.
#include "requests.h"
SCENARIO_CONNECTIONS(connect_ex_refused) {
    SOCKET listener = listening_socket(family);
    Address address = name_of(listener);
    SOCKET client = bound_socket(family);
    auto connect_ex = extension<LPFN_CONNECTEX>(client, WSAID_CONNECTEX);
    Request request;
    Address nobody = refusing_address(family);
    started_ex("ConnectEx",
               connect_ex(client, nobody.get(), nobody.length, nullptr, 0, nullptr, &request));
    outcome("ConnectEx", client, &request);
    Accepting accepting(listener);
    started_ex("again",
               connect_ex(client, address.get(), address.length, nullptr, 0, nullptr, &request));
    outcome("again", client, &request);
    accepting.socket();
}

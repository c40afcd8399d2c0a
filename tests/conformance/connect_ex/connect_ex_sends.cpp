#include "../scenario.h"

// Data given to ConnectEx goes out after the connection.
#include "requests.h"
SCENARIO_CONNECTIONS(connect_ex_sends) {
    SOCKET listener = listening_socket(family);
    Address address = name_of(listener);
    SOCKET client = bound_socket(family);
    auto connect_ex = extension<LPFN_CONNECTEX>(client, WSAID_CONNECTEX);
    Request request;
    Accepting accepting(listener);
    char data[] = "hello";
    DWORD sent = 0;
    started_ex("ConnectEx",
               connect_ex(client, address.get(), address.length, data, 5, &sent, &request));
    outcome("ConnectEx", client, &request);
    receive_text("received", accepting.socket(), 5);
}

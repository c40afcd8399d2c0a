// FD_CONNECT and FD_WRITE of a ConnectEx, and of one that fails.
#include "requests.h"
SCENARIO_CONNECTIONS(events_connect_ex) {
    SOCKET listener = listening_socket(family);
    Address address = name_of(listener);
    SOCKET client = bound_socket(family);
    auto connect_ex = extension<LPFN_CONNECTEX>(client, WSAID_CONNECTEX);
    WSAEVENT event = select_events(client, FD_CONNECT | FD_READ | FD_WRITE);
    Request request;
    Accepting accepting(listener);
    connect_ex(client, address.get(), address.length, nullptr, 0, nullptr, &request);
    outcome("ConnectEx", client, &request);
    told("connected", client, event, FD_CONNECT | FD_WRITE);
    send_text(accepting.socket(), "x");
    told("data", client, event, FD_READ);
    SOCKET other = bound_socket(family);
    event = select_events(other, FD_CONNECT | FD_WRITE);
    address = refusing_address(family);
    connect_ex(other, address.get(), address.length, nullptr, 0, nullptr, &request);
    outcome("ConnectEx", other, &request);
    told("refused", other, event, FD_CONNECT);
}

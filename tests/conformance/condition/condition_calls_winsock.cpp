#include "../scenario.h"

// A condition function that calls Winsock on the listener and on others does not dead-lock.
static SOCKET listener;
static int CALLBACK condition(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                              DWORD_PTR) {
    truth("listener listens", get_option(listener, SOL_SOCKET, SO_ACCEPTCONN) != 0);
    is_readable(listener);
    Pair other = connected_pair(AF_INET);
    send_text(other.client, "inner");
    receive_text("received", other.server, 5);
    set_nonblocking(listener);
    set_nonblocking(listener, false);
    connected_to(listener);
    WSASetLastError(WSAEDQUOT);
    return CF_ACCEPT;
}
SCENARIO_CONNECTIONS(condition_calls_winsock) {
    listener = listening_socket(family);
    connected_to(listener);
    made("WSAAccept", WSAAccept(listener, nullptr, nullptr, condition, 0));
    made("accept of the one from inside", accept(listener, nullptr, nullptr));
}

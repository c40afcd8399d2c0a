#include "../scenario.h"

// A callee data length beyond what was given: WSAEFAULT, the request untouched.
static int CALLBACK condition(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF callee_data,
                              GROUP*, DWORD_PTR) {
    if (callee_data != nullptr) {
        callee_data->len += 100000;
    }
    return CF_ACCEPT;
}
SCENARIO_CONNECTIONS(condition_callee_data_too_long) {
    SOCKET listener = listening_socket(family);
    SOCKET client = connected_to(listener);
    made("WSAAccept", WSAAccept(listener, nullptr, nullptr, condition, 0));
    SOCKET server = made("accept", accept(listener, nullptr, nullptr));
    send_text(client, "intact");
    receive_text("received", server, 6);
}

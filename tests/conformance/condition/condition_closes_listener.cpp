#include "../scenario.h"

// A condition function that closes the listener: no dead-lock, no crash, and the client is told.
static SOCKET listener;
static int CALLBACK condition(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                              DWORD_PTR) {
    result("closesocket", closesocket(listener));
    return CF_REJECT;
}
SCENARIO_CONNECTIONS(condition_closes_listener) {
    listener = listening_socket(family);
    SOCKET client = connected_to(listener);
    truth("no socket", WSAAccept(listener, nullptr, nullptr, condition, 0) == INVALID_SOCKET);
    settle(client);
    char byte;
    truth("client's stream ends", recv(client, &byte, 1, 0) <= 0);
    made("accept", accept(listener, nullptr, nullptr));
}

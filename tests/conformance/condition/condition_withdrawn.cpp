#include "../scenario.h"

// The client withdraws while the condition function thinks: WSAECONNRESET, once.
static SOCKET client;
static int CALLBACK condition(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                              DWORD_PTR) {
    result("closesocket", closesocket(client));
    return CF_ACCEPT;
}
SCENARIO(condition_withdrawn_iso) {
    SOCKET listener = listening_socket(AF_ISO);
    client = connected_to(listener);
    made("WSAAccept", WSAAccept(listener, nullptr, nullptr, condition, 0));
    set_nonblocking(listener);
    made("accept", accept(listener, nullptr, nullptr));
}

#include "../scenario.h"

SCENARIO(accept_not_a_socket) {
    made("accept on INVALID_SOCKET", accept(INVALID_SOCKET, nullptr, nullptr));
    made("accept on 0xFFFFF0", accept((SOCKET)0xFFFFF0, nullptr, nullptr));
    SOCKET closed = listening_socket(AF_INET);
    closesocket(closed);
    made("accept on a closed socket", accept(closed, nullptr, nullptr));
    made("WSAAccept on INVALID_SOCKET", WSAAccept(INVALID_SOCKET, nullptr, nullptr, nullptr, 0));
}

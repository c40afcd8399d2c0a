#include "../scenario.h"

SCENARIO(listen_not_a_socket) {
    result("listen on INVALID_SOCKET", listen(INVALID_SOCKET, 5));
    SOCKET closed = bound_socket(AF_INET);
    closesocket(closed);
    result("listen on a closed socket", listen(closed, 5));
}

#include "../scenario.h"

// Closing an associated socket leaves the port as it is.
#include "port.h"
SCENARIO(port_outlives_its_socket) {
    HANDLE port = new_port();
    SOCKET socket = new_socket(AF_INET);
    success("associate",
            CreateIoCompletionPort(reinterpret_cast<HANDLE>(socket), port, 1, 0) != nullptr);
    result("closesocket", closesocket(socket));
    take("nothing is told", port);
    success("post", post(port, 4));
    take("take", port);
}

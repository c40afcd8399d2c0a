#include "../scenario.h"

// A socket that takes the number of a closed one has no port yet.
#include "port.h"
SCENARIO(port_number_used_again) {
    HANDLE port = new_port();
    for (int i = 0; i < 3; ++i) {
        SOCKET socket = new_socket(AF_INET);
        success("associate",
                CreateIoCompletionPort(reinterpret_cast<HANDLE>(socket), port, 1, 0) != nullptr);
        result("closesocket", closesocket(socket));
    }
    take("nothing is told", port);
}

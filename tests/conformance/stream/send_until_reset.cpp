#include "../scenario.h"

// In the end a send to a closed peer says WSAECONNRESET or WSAECONNABORTED; it never ends the
// process.
SCENARIO_FAMILIES(send_until_reset) {
    Pair pair = connected_pair(family);
    closesocket(pair.server);
    char block[1024] = {};
    int code = 0;
    for (int i = 0; i < 1000 && code == 0; ++i) {
        if (send(pair.client, block, sizeof block, 0) == SOCKET_ERROR) {
            code = WSAGetLastError();
        }
    }
    truth("told", code == WSAECONNRESET || code == WSAECONNABORTED);
}

#include "../scenario.h"

// The same for a send that waits for room.
static SOCKET client;
static int code;
static void fill(void*) {
    static char block[65536];
    code = 0;
    for (;;) {
        if (send(client, block, sizeof block, 0) == SOCKET_ERROR) {
            code = WSAGetLastError();
            return;
        }
    }
}
static bool attempt(DWORD pause) {
    client = connected_pair(AF_INET).client;
    Thread thread(fill, nullptr);
    Sleep(pause);
    closesocket(client);
    if (!thread.join()) {
        line("send still blocks");
        exit(1);
    }
    return code == WSAEINTR || code == WSAECONNABORTED;
}
SCENARIO(send_closed_while_blocked) {
    retry_with_pause(attempt);
    truth("interrupted or aborted", code == WSAEINTR || code == WSAECONNABORTED);
}

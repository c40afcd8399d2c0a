#include "../scenario.h"

// closesocket from another thread ends a blocked recv: WSAEINTR or WSAENOTSOCK, never a hang.
static SOCKET client;
static int code;
static int wanted_family;
static void receive(void*) {
    char byte;
    code = recv(client, &byte, 1, 0) == SOCKET_ERROR ? WSAGetLastError() : 0;
}
static bool attempt(DWORD pause) {
    client = connected_pair(wanted_family).client;
    Thread thread(receive, nullptr);
    Sleep(pause);
    closesocket(client);
    if (!thread.join()) {
        line("recv still blocks");
        exit(1);
    }
    return code != WSAENOTSOCK;
}
SCENARIO_FAMILIES(recv_closed_while_blocked) {
    wanted_family = family;
    retry_with_pause(attempt);
    truth("interrupted or aborted", code == WSAEINTR || code == WSAECONNABORTED);
}

#include "two_hosts.h"

// closesocket from another thread ends a blocked connect: WSAEINTR or WSAENOTSOCK.
static SOCKET client;
static int code;
static void call(void*) {
    Address where = two_hosts_address(SILENT, 80);
    code = connect(client, where.get(), where.length) == SOCKET_ERROR ? WSAGetLastError() : 0;
}
static bool attempt(DWORD pause) {
    client = new_socket(AF_INET);
    Thread thread(call, nullptr);
    Sleep(pause);
    closesocket(client);
    if (!thread.join()) {
        line("connect still blocks");
        exit(1);
    }
    return code == WSAEINTR;
}
SCENARIO(two_hosts_closed_while_connecting) {
    retry_with_pause(attempt);
    error("connect", code);
}

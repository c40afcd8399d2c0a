#include "../scenario.h"

// closesocket from another thread ends a blocked accept: WSAEINTR.
static SOCKET listener;
static int code;
static int wanted_family;
static void accept_one(void*) {
    SOCKET server = accept(listener, nullptr, nullptr);
    code = server == INVALID_SOCKET ? WSAGetLastError() : 0;
}
static bool attempt(DWORD pause) {
    listener = listening_socket(wanted_family);
    Thread thread(accept_one, nullptr);
    Sleep(pause);
    closesocket(listener);
    if (!thread.join()) {
        line("accept still blocks");
        exit(1);
    }
    return code == WSAEINTR;
}
SCENARIO_CONNECTIONS(accept_closed_while_blocked) {
    wanted_family = family;
    retry_with_pause(attempt);
    error("accept", code);
}

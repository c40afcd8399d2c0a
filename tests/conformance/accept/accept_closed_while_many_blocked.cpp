#include "../scenario.h"

// The same for every one of several threads.
static SOCKET listener;
static volatile LONG interrupted;
static int wanted_family;
static void accept_one(void*) {
    if (accept(listener, nullptr, nullptr) == INVALID_SOCKET && WSAGetLastError() == WSAEINTR) {
        InterlockedIncrement(&interrupted);
    }
}
static bool attempt(DWORD pause) {
    interrupted = 0;
    listener = listening_socket(wanted_family);
    Thread a(accept_one, nullptr);
    Thread b(accept_one, nullptr);
    Thread c(accept_one, nullptr);
    Sleep(pause);
    closesocket(listener);
    if (!a.join() || !b.join() || !c.join()) {
        line("accept still blocks");
        exit(1);
    }
    return interrupted == 3;
}
static void many_blocked(int family) {
    wanted_family = family;
    retry_with_pause(attempt);
    value("interrupted", interrupted);
}
SCENARIO(accept_closed_while_many_blocked) {
    many_blocked(AF_INET);
}
SCENARIO(accept_closed_while_many_blocked_unix) {
    many_blocked(AF_UNIX);
}
SCENARIO(accept_closed_while_many_blocked_iso) {
    many_blocked(AF_ISO);
}

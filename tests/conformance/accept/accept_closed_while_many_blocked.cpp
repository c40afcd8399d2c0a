#include "../scenario.h"

// The same for every one of several threads.
static SOCKET listener;
static volatile LONG interrupted;
static void accept_one(void*) {
    if (accept(listener, nullptr, nullptr) == INVALID_SOCKET && WSAGetLastError() == WSAEINTR) {
        InterlockedIncrement(&interrupted);
    }
}
static bool attempt(DWORD pause) {
    interrupted = 0;
    listener = listening_socket(AF_INET);
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
SCENARIO(accept_closed_while_many_blocked) {
    retry_with_pause(attempt);
    value("interrupted", interrupted);
}

#include "../scenario.h"

// closesocket from another thread ends a WSAAccept that waits for a request: WSAEINTR.
#include "condition.h"
static SOCKET listener;
static int code;
static int wanted_family;
static void accept_one(void*) {
    Answer answer = {CF_ACCEPT, 0, 0};
    code = 0;
    if (WSAAccept(listener, nullptr, nullptr, answer_with, (DWORD_PTR)&answer) == INVALID_SOCKET) {
        code = WSAGetLastError();
    }
}
static bool attempt(DWORD pause) {
    listener = listening_socket(wanted_family);
    Thread thread(accept_one, nullptr);
    Sleep(pause);
    closesocket(listener);
    if (!thread.join()) {
        line("WSAAccept still blocks");
        exit(1);
    }
    return code == WSAEINTR;
}
static void closed_while_blocked(int family) {
    wanted_family = family;
    retry_with_pause(attempt);
    error("WSAAccept", code);
}
SCENARIO(condition_closed_while_blocked) {
    closed_while_blocked(AF_INET);
}
SCENARIO(condition_closed_while_blocked_unix) {
    closed_while_blocked(AF_UNIX);
}
SCENARIO(condition_closed_while_blocked_iso) {
    closed_while_blocked(AF_ISO);
}

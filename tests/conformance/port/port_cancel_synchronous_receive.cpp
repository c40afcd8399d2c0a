#include "../scenario.h"

// CancelSynchronousIo ends the receive of another thread; the socket goes on.
#include "port.h"
static Pair pair;
static HANDLE self;
static HANDLE ready;
static int code;
static void receive_one(void*) {
    DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &self, 0, FALSE,
                    DUPLICATE_SAME_ACCESS);
    SetEvent(ready);
    char byte;
    code = recv(pair.server, &byte, 1, 0) == SOCKET_ERROR ? WSAGetLastError() : 0;
}
static bool attempt(DWORD pause) {
    Sleep(pause);
    return CancelSynchronousIo(self) != FALSE;
}
SCENARIO(port_cancel_synchronous_receive) {
    pair = connected_pair(AF_INET);
    ready = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    Thread thread(receive_one, nullptr);
    WaitForSingleObject(ready, INFINITE);
    retry_with_pause(attempt);
    truth("ends", thread.join());
    error("recv", code);
    send_text(pair.client, "later");
    receive_text("receives", pair.server, 5);
}

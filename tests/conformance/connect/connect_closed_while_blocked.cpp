#include "../scenario.h"

// closesocket from another thread ends a connect that waits for the server: WSAENOTSOCK or
// WSAEINTR.
static Address where;
static SOCKET client;
static int code;
static void connect_one(void*) {
    code = connect(client, where.get(), where.length) == 0 ? 0 : WSAGetLastError();
}
SCENARIO(connect_closed_while_blocked_iso) {
    SOCKET listener = listening_socket(AF_ISO);
    where = name_of(listener);
    client = new_socket(AF_ISO);
    Thread thread(connect_one, nullptr);
    truth("the request is there", wait_readable(listener));
    result("closesocket", closesocket(client));
    truth("ends", thread.join());
    truth("WSAENOTSOCK or WSAEINTR", code == WSAENOTSOCK || code == WSAEINTR);
    set_nonblocking(listener);
    wait_withdrawn(listener);
    made("accept", accept(listener, nullptr, nullptr));
}

#include "../scenario.h"

// lpCalleeData on a provider without user data, or from a server that sends none: its len becomes
// 0.
SCENARIO_CONNECTIONS(connect_callee_data) {
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    SOCKET client = new_socket(family);
    char room[16] = "untouched";
    WSABUF callee = {sizeof room, room};
    Accepting accepting(listener);
    result("WSAConnect",
           WSAConnect(client, where.get(), where.length, nullptr, &callee, nullptr, nullptr));
    value("len", callee.len);
    line("%s", room);
    accepting.socket();
}

#include "../scenario.h"

// lpCalleeData on a provider without user data: its len becomes 0.
SCENARIO_INET(connect_callee_data) {
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    SOCKET client = new_socket(family);
    char room[16] = "untouched";
    WSABUF callee = {sizeof room, room};
    result("WSAConnect",
           WSAConnect(client, where.get(), where.length, nullptr, &callee, nullptr, nullptr));
    value("len", callee.len);
    line("%s", room);
}

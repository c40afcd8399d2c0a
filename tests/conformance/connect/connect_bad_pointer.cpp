#include "../scenario.h"

SCENARIO_CONNECTIONS(connect_bad_pointer) {
    SOCKET client = new_socket(family);
    result("NULL", connect(client, nullptr, 28));
    result("NULL and 0", connect(client, nullptr, 0));
    result("bad address", connect(client, (const sockaddr*)(size_t)16, 28));
    result("WSAConnect, NULL", WSAConnect(client, nullptr, 28, nullptr, nullptr, nullptr, nullptr));
}

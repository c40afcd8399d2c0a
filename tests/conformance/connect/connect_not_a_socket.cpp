#include "../scenario.h"

SCENARIO(connect_not_a_socket) {
    Address where = loopback(AF_INET, 9);
    result("INVALID_SOCKET", connect(INVALID_SOCKET, where.get(), where.length));
    SOCKET closed = new_socket(AF_INET);
    closesocket(closed);
    result("closed", connect(closed, where.get(), where.length));
    result("WSAConnect, closed",
           WSAConnect(closed, where.get(), where.length, nullptr, nullptr, nullptr, nullptr));
}

#include "../scenario.h"

SCENARIO_INET_ISO(connect_nonblocking_by_wsaconnect) {
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    SOCKET client = new_socket(family);
    set_nonblocking(client);
    result("WSAConnect",
           WSAConnect(client, where.get(), where.length, nullptr, nullptr, nullptr, nullptr));
    Accepting accepting(listener);
    truth("writable", wait_writable(client));
    result("WSAConnect again",
           WSAConnect(client, where.get(), where.length, nullptr, nullptr, nullptr, nullptr));
    error("SO_ERROR", get_option(client, SOL_SOCKET, SO_ERROR));
    accepting.socket();
}

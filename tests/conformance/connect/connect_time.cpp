#include "../scenario.h"

// SO_CONNECT_TIME: seconds since connected, 0xFFFFFFFF before.
SCENARIO_CONNECTIONS(connect_time) {
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    SOCKET client = new_socket(family);
    truth("unconnected", (DWORD)get_option(client, SOL_SOCKET, SO_CONNECT_TIME) == 0xFFFFFFFF);
    Accepting accepting(listener);
    result("connect", connect(client, where.get(), where.length));
    truth("connected", (DWORD)get_option(client, SOL_SOCKET, SO_CONNECT_TIME) < 30);
    SOCKET server = accepting.socket();
    truth("accepted", (DWORD)get_option(server, SOL_SOCKET, SO_CONNECT_TIME) < 30);
}

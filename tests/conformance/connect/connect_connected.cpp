#include "../scenario.h"

// WSAEISCONN, while the connection lives and after the peer has closed it.
SCENARIO_CONNECTIONS(connect_connected) {
    Pair pair = connected_pair(family);
    Address where = name_of(pair.listener);
    result("client", connect(pair.client, where.get(), where.length));
    result("accepted", connect(pair.server, where.get(), where.length));
    closesocket(pair.server);
    char byte;
    value("recv", recv(pair.client, &byte, 1, 0));
    result("after the peer's end", connect(pair.client, where.get(), where.length));
}

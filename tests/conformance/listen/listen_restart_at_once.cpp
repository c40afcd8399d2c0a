#include "../scenario.h"

// A server that ended its connections itself binds its port again at once: no TIME_WAIT refusal on
// Windows.
SCENARIO_INET_ISO(listen_restart_at_once) {
    Pair pair = connected_pair(family);
    Address where = name_of(pair.listener);
    closesocket(pair.listener);
    shutdown(pair.server, SD_SEND);
    char byte;
    value("client's recv", recv(pair.client, &byte, 1, 0));
    closesocket(pair.client);
    value("server's recv", recv(pair.server, &byte, 1, 0));
    closesocket(pair.server);
    SOCKET again = new_socket(family);
    result("bind", bind(again, where.get(), where.length));
    result("listen", listen(again, 5));
    connected_to(again);
    made("accept", accept(again, nullptr, nullptr));
}

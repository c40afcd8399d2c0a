#include "../scenario.h"

// No urgent data: a receive of it would block, and SIOCATMARK is true.
SCENARIO_INET(recv_oob_none) {
    Pair pair = connected_pair(family);
    set_nonblocking(pair.server);
    char byte;
    result("recv MSG_OOB", recv(pair.server, &byte, 1, MSG_OOB));
    u_long no_urgent_data = 77;
    result("SIOCATMARK", ioctlsocket(pair.server, SIOCATMARK, &no_urgent_data));
    value("no urgent data", no_urgent_data);
}

#include "../scenario.h"

// SO_LINGER on with time 0: closesocket resets, unsent data or not.
SCENARIO_INET(linger_hard_close) {
    Pair pair = connected_pair(family);
    linger hard = {1, 0};
    result("SO_LINGER",
           setsockopt(pair.client, SOL_SOCKET, SO_LINGER, (const char*)&hard, sizeof hard));
    result("closesocket", closesocket(pair.client));
    char byte;
    result("peer's recv", recv(pair.server, &byte, 1, 0));
}

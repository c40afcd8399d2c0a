#include "../scenario.h"

SCENARIO_FAMILIES(shutdown_values) {
    Pair pair = connected_pair(family);
    result("3", shutdown(pair.client, 3));
    result("-1", shutdown(pair.client, -1));
    result("SD_BOTH", shutdown(pair.client, SD_BOTH));
    char byte;
    value("peer's recv", recv(pair.server, &byte, 1, 0));
    closesocket(pair.client);
    result("closed", shutdown(pair.client, SD_BOTH));
    result("INVALID_SOCKET", shutdown(INVALID_SOCKET, SD_BOTH));
}

#include "../scenario.h"

// WSAESHUTDOWN, "it is not possible to receive on a socket after shutdown has been invoked with
// SD_RECEIVE".
SCENARIO_FAMILIES(recv_after_shutdown) {
    Pair pair = connected_pair(family);
    result("SD_RECEIVE", shutdown(pair.client, SD_RECEIVE));
    char byte = 'x';
    result("recv", recv(pair.client, &byte, 1, 0));
    send_text(pair.client, "z");
    receive_text("send still", pair.server, 1);
    result("SD_BOTH", shutdown(pair.client, SD_BOTH));
    result("recv", recv(pair.client, &byte, 1, 0));
    result("send", send(pair.client, &byte, 1, 0));
}

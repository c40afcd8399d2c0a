#include "../scenario.h"

SCENARIO_FAMILIES(send_timeout) {
    Pair pair = connected_pair(family);
    set_option(pair.client, SOL_SOCKET, SO_SNDTIMEO, 100);
    value("SO_SNDTIMEO", get_option(pair.client, SOL_SOCKET, SO_SNDTIMEO));
    static char block[1 << 20];
    int rc = 0;
    for (int i = 0; i < 1000 && rc != SOCKET_ERROR; ++i) {
        rc = send(pair.client, block, sizeof block, 0);
    }
    result("send", rc);
}

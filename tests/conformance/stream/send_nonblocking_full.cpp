#include "../scenario.h"

// A non-blocking send takes what there is room for, then says WSAEWOULDBLOCK; reading makes room.
SCENARIO_FAMILIES(send_nonblocking_full) {
    Pair pair = connected_pair(family);
    set_nonblocking(pair.client);
    static char block[65536];
    long long sent = 0;
    int rc;
    while ((rc = send(pair.client, block, sizeof block, 0)) > 0 && sent < 1024ll * 1024 * 1024) {
        sent += rc;
    }
    result("full", rc);
    truth("writable", is_writable(pair.client));
    set_nonblocking(pair.server);
    long long got = 0;
    while (got < sent && wait_readable(pair.server)) {
        rc = recv(pair.server, block, sizeof block, 0);
        if (rc <= 0) {
            break;
        }
        got += rc;
    }
    truth("all received", got == sent);
    truth("writable again", wait_writable(pair.client));
}

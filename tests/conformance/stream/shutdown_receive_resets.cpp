#include "../scenario.h"

// "For TCP sockets, if there is still data queued on the socket waiting to be received, or data
// arrives subsequently, the connection is reset".
SCENARIO_INET(shutdown_receive_resets) {
    char byte = 0;
    Pair pair = connected_pair(family);
    send_text(pair.client, "unread");
    wait_readable(pair.server);
    result("SD_RECEIVE", shutdown(pair.server, SD_RECEIVE));
    wait_readable(pair.client);
    result("peer's recv", recv(pair.client, &byte, 1, 0));
    result("recv", recv(pair.server, &byte, 1, 0));
    result("send", send(pair.server, "x", 1, 0));
    pair = connected_pair(family);
    result("SD_RECEIVE", shutdown(pair.server, SD_RECEIVE));
    value("send", send(pair.server, "x", 1, 0));
    receive_text("peer received", pair.client, 1);
    send_text(pair.client, "late");
    wait_readable(pair.client);
    result("peer's recv", recv(pair.client, &byte, 1, 0));
}

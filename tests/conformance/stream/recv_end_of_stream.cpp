#include "../scenario.h"

// A graceful close reads as 0, again and again; data can still go the other way after SD_SEND.
SCENARIO_FAMILIES(recv_end_of_stream) {
    Pair pair = connected_pair(family);
    send_text(pair.client, "last");
    result("shutdown", shutdown(pair.client, SD_SEND));
    receive_text("received", pair.server, 4);
    char byte;
    value("recv", recv(pair.server, &byte, 1, 0));
    value("recv", recv(pair.server, &byte, 1, 0));
    send_text(pair.server, "reply");
    receive_text("the other way", pair.client, 5);
    closesocket(pair.server);
    value("recv", recv(pair.client, &byte, 1, 0));
}

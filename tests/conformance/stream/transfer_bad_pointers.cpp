#include "../scenario.h"

SCENARIO_FAMILIES(transfer_bad_pointers) {
    Pair pair = connected_pair(family);
    result("recv NULL, nothing there", recv(pair.client, nullptr, 4, 0));
    send_text(pair.server, "kept");
    wait_readable(pair.client);
    result("send NULL", send(pair.client, nullptr, 4, 0));
    result("recv NULL", recv(pair.client, nullptr, 4, 0));
    result("send, bad address", send(pair.client, (const char*)(size_t)16, 4, 0));
    result("recv, bad address", recv(pair.client, (char*)(size_t)16, 4, 0));
    receive_text("received", pair.client, 4);
}

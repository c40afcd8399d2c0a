#include "../scenario.h"

// A select that waits is woken by what another thread sends.
static SOCKET sender;
static void send_one(void*) {
    send(sender, "x", 1, 0);
}
SCENARIO_FAMILIES(select_wakes) {
    Pair pair = connected_pair(family);
    sender = pair.client;
    Thread thread(send_one, nullptr);
    fd_set set;
    FD_ZERO(&set);
    FD_SET(pair.server, &set);
    FD_SET(pair.listener, &set);
    result("select", select(0, &set, nullptr, nullptr, nullptr));
    truth("server", FD_ISSET(pair.server, &set) != 0);
    truth("ends", thread.join());
}

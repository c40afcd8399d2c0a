#include "../scenario.h"

// The peer's shutdown wakes a blocked recv with the end of the stream.
static SOCKET server;
static int got;
static void receive(void*) {
    char byte;
    got = recv(server, &byte, 1, 0);
}
SCENARIO_FAMILIES(shutdown_wakes_receiver) {
    Pair pair = connected_pair(family);
    server = pair.server;
    got = -2;
    Thread thread(receive, nullptr);
    shutdown(pair.client, SD_SEND);
    truth("ends", thread.join());
    value("recv", got);
}

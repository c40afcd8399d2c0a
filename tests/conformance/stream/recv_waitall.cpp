#include "../scenario.h"

// MSG_WAITALL completes only with the whole buffer, or at the end of the stream.
static SOCKET server;
static char buffer[8];
static int got;
static void receive(void*) {
    got = recv(server, buffer, 8, MSG_WAITALL);
}
SCENARIO_FAMILIES(recv_waitall) {
    Pair pair = connected_pair(family);
    server = pair.server;
    Thread thread(receive, nullptr);
    send_text(pair.client, "one ");
    send_text(pair.client, "two ");
    truth("ends", thread.join());
    text("received", buffer, got);
    Thread second(receive, nullptr);
    send_text(pair.client, "end");
    shutdown(pair.client, SD_SEND);
    truth("ends", second.join());
    text("received", buffer, got);
}

#include "../scenario.h"

// A blocking accept returns when a client comes, not before.
static SOCKET listener;
static SOCKET server;
static void accept_one(void*) {
    server = accept(listener, nullptr, nullptr);
}
SCENARIO_CONNECTIONS(accept_blocks_until_request) {
    listener = listening_socket(family);
    Thread thread(accept_one, nullptr);
    truth("waits", thread.running());
    SOCKET client = connected_to(listener);
    truth("ends", thread.join());
    made("accept", server);
    send_text(client, "hello");
    receive_text("received", server, 5);
}

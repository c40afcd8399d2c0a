#include "../scenario.h"

// A client that resets before anyone was told of it disappears from the queue.
SCENARIO_INET_ISO(listen_reset_before_accept) {
    SOCKET listener = listening_socket(family);
    SOCKET gone = connected_to(listener);
    close_hard(gone);
    SOCKET client = connected_to(listener);
    SOCKET server = made("accept", accept(listener, nullptr, nullptr));
    send_text(client, "second");
    receive_text("received", server, 6);
}

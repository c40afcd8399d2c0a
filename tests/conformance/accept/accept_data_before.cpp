#include "../scenario.h"

// What the client sent before it was accepted is there when it is.
SCENARIO_FAMILIES(accept_data_before) {
    SOCKET listener = listening_socket(family);
    SOCKET client = connected_to(listener);
    send_text(client, "early bird");
    SOCKET server = made("accept", accept(listener, nullptr, nullptr));
    receive_text("received", server, 10);
    send_text(server, "worm");
    receive_text("answered", client, 4);
}

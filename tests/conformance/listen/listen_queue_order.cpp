#include "../scenario.h"

// Requests queue in the order of their arrival.
SCENARIO_FAMILIES(listen_queue_order) {
    SOCKET listener = listening_socket(family, 10);
    SOCKET clients[5];
    for (int i = 0; i < 5; ++i) {
        clients[i] = connected_to(listener);
        char name[2] = {(char)('a' + i), 0};
        send_text(clients[i], name);
    }
    for (int i = 0; i < 5; ++i) {
        receive_text("accepted", accepted_from(listener), 1);
    }
}

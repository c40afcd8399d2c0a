#include "../scenario.h"

// A client that sent data and closed in good order is accepted all the same.
SCENARIO_FAMILIES(listen_closed_before_accept) {
    SOCKET listener = listening_socket(family);
    SOCKET client = connected_to(listener);
    send_text(client, "farewell");
    result("closesocket", closesocket(client));
    SOCKET server = made("accept", accept(listener, nullptr, nullptr));
    receive_text("received", server, 8);
    char byte;
    value("end of stream", recv(server, &byte, 1, 0));
}

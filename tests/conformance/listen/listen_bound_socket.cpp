#include "../scenario.h"

// A bound stream socket listens: SO_ACCEPTCONN says so, and a client is accepted.
SCENARIO_CONNECTIONS(listen_bound_socket) {
    SOCKET listener = bound_socket(family);
    truth("SO_ACCEPTCONN before", get_option(listener, SOL_SOCKET, SO_ACCEPTCONN) != 0);
    result("listen", listen(listener, 5));
    truth("SO_ACCEPTCONN after", get_option(listener, SOL_SOCKET, SO_ACCEPTCONN) != 0);
    SOCKET client = connected_to(listener);
    SOCKET server = made("accept", accept(listener, nullptr, nullptr));
    truth("SO_ACCEPTCONN of the accepted", get_option(server, SOL_SOCKET, SO_ACCEPTCONN) != 0);
    send_text(client, "hello");
    receive_text("received", server, 5);
    closesocket(client);
    closesocket(server);
    result("closesocket", closesocket(listener));
}

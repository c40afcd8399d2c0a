#include "../scenario.h"

// The listener goes on listening while accepted connections live, and after they end.
SCENARIO_CONNECTIONS(accept_listener_goes_on) {
    SOCKET listener = listening_socket(family);
    SOCKET first = connected_to(listener);
    SOCKET first_server = made("accept", accept(listener, nullptr, nullptr));
    SOCKET second = connected_to(listener);
    SOCKET second_server = made("accept", accept(listener, nullptr, nullptr));
    result("close the first", closesocket(first_server));
    char byte;
    value("first client's recv", recv(first, &byte, 1, 0));
    send_text(second_server, "on");
    receive_text("second client's", second, 2);
    connected_to(listener);
    made("accept", accept(listener, nullptr, nullptr));
    result("close the listener", closesocket(listener));
    send_text(second, "and on");
    receive_text("without a listener", second_server, 6);
}

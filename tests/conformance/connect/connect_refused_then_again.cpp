#include "../scenario.h"

// WSAECONNREFUSED; "the application can call connect again for the same socket".
SCENARIO_CONNECTIONS(connect_refused_then_again) {
    Address nobody = refusing_address(family);
    SOCKET client = new_socket(family);
    result("connect", connect(client, nobody.get(), nobody.length));
    result("connect", connect(client, nobody.get(), nobody.length));
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    Accepting accepting(listener);
    result("connect to a listener", connect(client, where.get(), where.length));
    SOCKET server = accepting.socket();
    send_text(client, "at last");
    receive_text("received", server, 7);
}

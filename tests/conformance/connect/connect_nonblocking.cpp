#include "../scenario.h"

// WSAEWOULDBLOCK; success is writability; then WSAEISCONN.
SCENARIO_INET(connect_nonblocking) {
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    SOCKET client = new_socket(family);
    set_nonblocking(client);
    result("connect", connect(client, where.get(), where.length));
    truth("writable", wait_writable(client));
    error("SO_ERROR", get_option(client, SOL_SOCKET, SO_ERROR));
    result("connect again", connect(client, where.get(), where.length));
    SOCKET server = accepted_from(listener);
    send_text(client, "hello");
    receive_text("received", server, 5);
}

#include "../scenario.h"

// WSAEWOULDBLOCK, and meanwhile WSAEALREADY (AF_ISO: until the server accepts); success is
// writability; then WSAEISCONN.
SCENARIO_INET_ISO(connect_nonblocking) {
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    SOCKET client = new_socket(family);
    set_nonblocking(client);
    result("connect", connect(client, where.get(), where.length));
    if (family == AF_ISO) {
        result("connect meanwhile", connect(client, where.get(), where.length));
        truth("writable meanwhile", is_writable(client));
    }
    SOCKET server = family == AF_ISO ? accepted_from(listener) : INVALID_SOCKET;
    truth("writable", wait_writable(client));
    error("SO_ERROR", get_option(client, SOL_SOCKET, SO_ERROR));
    result("connect again", connect(client, where.get(), where.length));
    if (server == INVALID_SOCKET) {
        server = accepted_from(listener);
    }
    send_text(client, "hello");
    receive_text("received", server, 5);
}

#include "../scenario.h"

// A request beyond the backlog is refused, and the one in the queue stands. (Linux lets TCP's
// clients wait.)
SCENARIO(listen_backlog_full_iso) {
    SOCKET listener = listening_socket(AF_ISO, 1);
    SOCKET first = connected_to(listener);
    SOCKET second = new_socket(AF_ISO);
    Address where = name_of(listener);
    result("second", connect(second, where.get(), where.length));
    result("listen again", listen(listener, 5));
    result("second", connect(second, where.get(), where.length));
    SOCKET server = made("accept", accept(listener, nullptr, nullptr));
    send_text(first, "first");
    receive_text("received", server, 5);
}

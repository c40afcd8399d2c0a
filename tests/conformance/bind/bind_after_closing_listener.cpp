#include "../scenario.h"

SCENARIO_INET(bind_after_closing_listener) {
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    closesocket(listener);
    SOCKET again = new_socket(family);
    result("bind", bind(again, where.get(), where.length));
    result("listen", listen(again, 5));
}

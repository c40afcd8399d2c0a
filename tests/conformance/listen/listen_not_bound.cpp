#include "../scenario.h"

// listen: WSAEINVAL, "The socket has not been bound with bind."
SCENARIO_CONNECTIONS(listen_not_bound) {
    SOCKET listener = new_socket(family);
    result("listen", listen(listener, 5));
    Address where = loopback(family);
    result("bind", bind(listener, where.get(), where.length));
    result("listen", listen(listener, 5));
}

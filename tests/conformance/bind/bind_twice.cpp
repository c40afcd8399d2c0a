#include "../scenario.h"

// bind: WSAEINVAL, "The socket s is already bound to an address."
SCENARIO_FAMILIES(bind_twice) {
    SOCKET s = bound_socket(family);
    Address where = loopback(family);
    result("bind again", bind(s, where.get(), where.length));
    Pair pair = connected_pair(family);
    where = loopback(family);
    result("bind connected", bind(pair.server, where.get(), where.length));
    result("bind listening", bind(pair.listener, where.get(), where.length));
}

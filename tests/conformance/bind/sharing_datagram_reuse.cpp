#include "../scenario.h"

// Two datagram sockets that both ask to share a port get it.
SCENARIO_INET(sharing_datagram_reuse) {
    SOCKET first = new_socket(family, SOCK_DGRAM);
    set_option(first, SOL_SOCKET, SO_REUSEADDR, 1);
    Address where = wildcard(family);
    result("first", bind(first, where.get(), where.length));
    where = wildcard(family, port_of(name_of(first)));
    SOCKET second = new_socket(family, SOCK_DGRAM);
    set_option(second, SOL_SOCKET, SO_REUSEADDR, 1);
    result("second", bind(second, where.get(), where.length));
    SOCKET third = new_socket(family, SOCK_DGRAM);
    result("third, without", bind(third, where.get(), where.length));
}

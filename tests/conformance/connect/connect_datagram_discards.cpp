#include "../scenario.h"

// "Any datagrams queued for receipt are discarded if name is different from the previous connect."
SCENARIO_INET(connect_datagram_discards) {
    SOCKET client = bound_socket(family, SOCK_DGRAM);
    SOCKET first = bound_socket(family, SOCK_DGRAM);
    SOCKET second = bound_socket(family, SOCK_DGRAM);
    Address to = name_of(client);
    Address where = name_of(first);
    result("connect", connect(client, where.get(), where.length));
    sendto(first, "kept", 4, 0, to.get(), to.length);
    wait_readable(client);
    result("the same again", connect(client, where.get(), where.length));
    receive_text("received", client, 4);
    sendto(first, "lost", 4, 0, to.get(), to.length);
    wait_readable(client);
    where = name_of(second);
    result("another", connect(client, where.get(), where.length));
    sendto(second, "new", 3, 0, to.get(), to.length);
    receive_text("received", client, 3);
}

#include "../scenario.h"

// "Datagrams received from an address other than the destination address specified will be
// discarded."
SCENARIO_INET(connect_datagram_filters) {
    SOCKET client = bound_socket(family, SOCK_DGRAM);
    SOCKET friendly = bound_socket(family, SOCK_DGRAM);
    SOCKET stranger = bound_socket(family, SOCK_DGRAM);
    Address where = name_of(friendly);
    result("connect", connect(client, where.get(), where.length));
    Address to = name_of(client);
    sendto(stranger, "stranger", 8, 0, to.get(), to.length);
    sendto(friendly, "friend", 6, 0, to.get(), to.length);
    receive_text("received", client, 6);
    truth("more", is_readable(client));
}

#include "../scenario.h"

// "the socket can be disconnected by connecting to the all-zero address".
SCENARIO_INET(connect_datagram_zero_clears) {
    SOCKET peer = bound_socket(family, SOCK_DGRAM);
    SOCKET client = bound_socket(family, SOCK_DGRAM);
    Address where = name_of(peer);
    result("connect", connect(client, where.get(), where.length));
    Address zero = wildcard(family, 0);
    result("connect to zero", connect(client, zero.get(), zero.length));
    Address none;
    none.length = sizeof none.storage;
    result("getpeername", getpeername(client, none.get(), &none.length));
    result("send", send(client, "x", 1, 0));
    result("sendto", sendto(client, "again", 5, 0, where.get(), where.length));
    receive_text("received", peer, 5);
    SOCKET stranger = bound_socket(family, SOCK_DGRAM);
    Address to = name_of(client);
    sendto(stranger, "open", 4, 0, to.get(), to.length);
    receive_text("from anyone", client, 4);
}

#include "../scenario.h"

// WSAEMSGSIZE: the buffer holds the first part, the rest is lost.
SCENARIO_INET(datagram_truncated) {
    SOCKET server = bound_socket(family, SOCK_DGRAM);
    SOCKET client = new_socket(family, SOCK_DGRAM);
    Address where = name_of(server);
    sendto(client, "0123456789", 10, 0, where.get(), where.length);
    sendto(client, "next", 4, 0, where.get(), where.length);
    char buffer[4] = {};
    Address from;
    from.length = sizeof from.storage;
    result("recvfrom", recvfrom(server, buffer, 4, 0, from.get(), &from.length));
    text("first part", buffer, 4);
    truth("from", port_of(from) == port_of(name_of(client)));
    result("recvfrom", recvfrom(server, buffer, 4, 0, nullptr, nullptr));
    text("next", buffer, 4);
}

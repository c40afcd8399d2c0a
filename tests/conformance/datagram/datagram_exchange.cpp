#include "../scenario.h"

SCENARIO_INET(datagram_exchange) {
    SOCKET server = bound_socket(family, SOCK_DGRAM);
    SOCKET client = new_socket(family, SOCK_DGRAM);
    Address where = name_of(server);
    value("sendto", sendto(client, "question", 8, 0, where.get(), where.length));
    char buffer[32];
    Address from;
    from.length = sizeof from.storage;
    int got = recvfrom(server, buffer, sizeof buffer, 0, from.get(), &from.length);
    text("recvfrom", buffer, got);
    truth("from length", from.length == where.length);
    truth("bound by sendto", port_of(name_of(client)) == port_of(from));
    value("answer", sendto(server, "answer", 6, 0, from.get(), from.length));
    from.length = sizeof from.storage;
    got = recvfrom(client, buffer, sizeof buffer, 0, from.get(), &from.length);
    text("recvfrom", buffer, got);
    truth("from the server", same_address(from, where));
}

#include "../scenario.h"

// A datagram of no bytes is a datagram.
SCENARIO_INET(datagram_empty) {
    SOCKET server = bound_socket(family, SOCK_DGRAM);
    SOCKET client = new_socket(family, SOCK_DGRAM);
    Address where = name_of(server);
    value("sendto", sendto(client, "", 0, 0, where.get(), where.length));
    sendto(client, "after", 5, 0, where.get(), where.length);
    truth("readable", wait_readable(server));
    char buffer[8];
    value("recv", recv(server, buffer, sizeof buffer, 0));
    text("then", buffer, recv(server, buffer, sizeof buffer, 0));
}

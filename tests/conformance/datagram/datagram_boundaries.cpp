#include "../scenario.h"

SCENARIO_INET(datagram_boundaries) {
    SOCKET server = bound_socket(family, SOCK_DGRAM);
    SOCKET client = new_socket(family, SOCK_DGRAM);
    Address where = name_of(server);
    connect(client, where.get(), where.length);
    for (const char* part : {"one", "two", "three"}) {
        send_text(client, part);
    }
    char buffer[64];
    for (int i = 0; i < 3; ++i) {
        int got = recv(server, buffer, sizeof buffer, 0);
        text("recv", buffer, got);
    }
}

#include "../scenario.h"

SCENARIO_INET(datagram_truncated_peek) {
    SOCKET server = bound_socket(family, SOCK_DGRAM);
    SOCKET client = new_socket(family, SOCK_DGRAM);
    Address where = name_of(server);
    sendto(client, "0123456789", 10, 0, where.get(), where.length);
    wait_readable(server);
    char buffer[16] = {};
    result("recv MSG_PEEK", recv(server, buffer, 4, MSG_PEEK));
    text("first part", buffer, 4);
    u_long pending = 0;
    result("FIONREAD", ioctlsocket(server, FIONREAD, &pending));
    value("pending", pending);
    text("whole", buffer, recv(server, buffer, 16, 0));
}

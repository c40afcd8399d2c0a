#include "../scenario.h"

// recvfrom: WSAEFAULT, "the fromlen parameter is too small".
SCENARIO_INET(datagram_from_length) {
    SOCKET server = bound_socket(family, SOCK_DGRAM);
    SOCKET client = new_socket(family, SOCK_DGRAM);
    Address where = name_of(server);
    sendto(client, "kept?", 5, 0, where.get(), where.length);
    sendto(client, "kept?", 5, 0, where.get(), where.length);
    wait_readable(server);
    char buffer[8];
    Address from;
    from.length = 4;
    result("too small", recvfrom(server, buffer, sizeof buffer, 0, from.get(), &from.length));
    from.length = -1;
    result("negative", recvfrom(server, buffer, sizeof buffer, 0, from.get(), &from.length));
}

#include "../scenario.h"

// WSAEMSGSIZE, "larger than the maximum supported by the underlying transport".
SCENARIO_INET(datagram_too_long) {
    SOCKET client = new_socket(family, SOCK_DGRAM);
    Address where = name_of(bound_socket(family, SOCK_DGRAM));
    static char block[70000];
    result("sendto", sendto(client, block, sizeof block, 0, where.get(), where.length));
}

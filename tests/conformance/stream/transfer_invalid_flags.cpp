#include "../scenario.h"

// send and recv: WSAEINVAL, "an unknown flag was specified"; MSG_OOB on datagrams: WSAEOPNOTSUPP.
SCENARIO_INET(transfer_invalid_flags) {
    Pair pair = connected_pair(family);
    set_nonblocking(pair.client);
    char byte = 'x';
    result("send 0x40000000", send(pair.client, &byte, 1, 0x40000000));
    result("recv 0x40000000", recv(pair.client, &byte, 1, 0x40000000));
    SOCKET datagram = bound_socket(family, SOCK_DGRAM);
    set_nonblocking(datagram);
    Address where = name_of(datagram);
    result("sendto MSG_OOB", sendto(datagram, &byte, 1, MSG_OOB, where.get(), where.length));
    result("recvfrom MSG_OOB", recvfrom(datagram, &byte, 1, MSG_OOB, nullptr, nullptr));
}

#include "../scenario.h"

// SIO_ROUTING_INTERFACE_QUERY: the local address that reaches a destination.
SCENARIO_INET(ioctl_routing_interface) {
    SOCKET s = new_socket(family, SOCK_DGRAM);
    Address where = loopback(family, 9);
    Address from;
    memset(&from, 0, sizeof from);
    DWORD bytes = 0;
    result("query", WSAIoctl(s, SIO_ROUTING_INTERFACE_QUERY, where.get(), where.length, from.get(),
                             sizeof from.storage, &bytes, nullptr, nullptr));
    truth("bytes", bytes == (DWORD)where.length);
    truth("the loopback", same_address(from, loopback(family, port_of(from))));
    result("no room", WSAIoctl(s, SIO_ROUTING_INTERFACE_QUERY, where.get(), where.length,
                               from.get(), 4, &bytes, nullptr, nullptr));
}

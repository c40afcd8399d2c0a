#include "../scenario.h"

// A datagram completes the receive and tells its sender.
#include "requests.h"
SCENARIO_INET(overlapped_datagram_from) {
    SOCKET a = bound_socket(family, SOCK_DGRAM);
    SOCKET b = bound_socket(family, SOCK_DGRAM);
    Request request;
    char data[16];
    WSABUF buffer = {sizeof data, data};
    DWORD flags = 0;
    Address from = {};
    int length = sizeof from.storage;
    started("receive",
            WSARecvFrom(a, &buffer, 1, nullptr, &flags, from.get(), &length, &request, nullptr));
    Address to = name_of(a);
    sendto(b, "hello", 5, 0, to.get(), to.length);
    outcome("receive", a, &request);
    from.length = length;
    truth("sender", same_address(from, name_of(b)));
}

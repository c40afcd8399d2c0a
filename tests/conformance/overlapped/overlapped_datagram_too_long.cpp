#include "../scenario.h"

// A datagram that is too long: WSAEMSGSIZE, with what fits.
#include "requests.h"
SCENARIO_INET(overlapped_datagram_too_long) {
    SOCKET a = bound_socket(family, SOCK_DGRAM);
    SOCKET b = bound_socket(family, SOCK_DGRAM);
    Request request;
    char data[4] = {};
    started("receive", receive(a, data, 3, &request));
    Address to = name_of(a);
    sendto(b, "hello", 5, 0, to.get(), to.length);
    outcome("receive", a, &request);
    text("data", data, 3);
}

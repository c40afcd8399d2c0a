#include "../scenario.h"

SCENARIO_INET(datagram_timeout) {
    SOCKET s = bound_socket(family, SOCK_DGRAM);
    set_option(s, SOL_SOCKET, SO_RCVTIMEO, 100);
    char byte;
    result("recvfrom", recvfrom(s, &byte, 1, 0, nullptr, nullptr));
    set_nonblocking(s);
    result("non-blocking", recvfrom(s, &byte, 1, 0, nullptr, nullptr));
}

#include "../scenario.h"

// recvfrom: WSAEINVAL, "The socket has not been bound with bind".
SCENARIO_INET(datagram_not_bound) {
    SOCKET s = new_socket(family, SOCK_DGRAM);
    set_nonblocking(s);
    char byte;
    result("recvfrom", recvfrom(s, &byte, 1, 0, nullptr, nullptr));
    result("recv", recv(s, &byte, 1, 0));
    result("send", send(s, &byte, 1, 0));
}

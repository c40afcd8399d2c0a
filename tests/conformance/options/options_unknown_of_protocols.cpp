#include "../scenario.h"

SCENARIO(options_unknown_of_protocols) {
    SOCKET s = new_socket(AF_INET);
    int number = 0;
    int length = sizeof number;
    result("get TCP 999", getsockopt(s, IPPROTO_TCP, 999, (char*)&number, &length));
    result("set TCP 999", setsockopt(s, IPPROTO_TCP, 999, (const char*)&number, sizeof number));
    result("get IP 999", getsockopt(s, IPPROTO_IP, 999, (char*)&number, &length));
    result("set IP 999", setsockopt(s, IPPROTO_IP, 999, (const char*)&number, sizeof number));
    SOCKET datagram = new_socket(AF_INET, SOCK_DGRAM);
    result("get UDP 999", getsockopt(datagram, IPPROTO_UDP, 999, (char*)&number, &length));
}

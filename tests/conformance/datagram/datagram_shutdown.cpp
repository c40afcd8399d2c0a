#include "../scenario.h"

SCENARIO_INET(datagram_shutdown) {
    SOCKET s = bound_socket(family, SOCK_DGRAM);
    Address own = name_of(s);
    connect(s, own.get(), own.length);
    result("SD_SEND", shutdown(s, SD_SEND));
    result("send", send(s, "x", 1, 0));
    result("sendto", sendto(s, "x", 1, 0, own.get(), own.length));
    result("SD_RECEIVE", shutdown(s, SD_RECEIVE));
    char byte;
    result("recv", recv(s, &byte, 1, 0));
}

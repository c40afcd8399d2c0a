#include "../scenario.h"

SCENARIO(getprotoby) {
    protoent* protocol = getprotobyname("tcp");
    truth("tcp", protocol != nullptr && protocol->p_proto == 6);
    protocol = getprotobyname("UDP");
    truth("UDP", protocol != nullptr && protocol->p_proto == 17);
    protocol = getprotobynumber(1);
    truth("1", protocol != nullptr && strcmp(protocol->p_name, "icmp") == 0);
    truth("unknown", getprotobyname("no-such-protocol") != nullptr);
    error("code", WSAGetLastError());
}

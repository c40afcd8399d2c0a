#include "../scenario.h"

SCENARIO(options_membership_errors) {
    SOCKET s = bound_socket(AF_INET, SOCK_DGRAM);
    ip_mreq group;
    group.imr_multiaddr.s_addr = htonl(0xEFFF0108);
    group.imr_interface.s_addr = htonl(INADDR_LOOPBACK);
    result("too short", setsockopt(s, IPPROTO_IP, IP_ADD_MEMBERSHIP, (const char*)&group, 4));
    group.imr_multiaddr.s_addr = htonl(0x0A000001);
    truth("not a group",
          setsockopt(s, IPPROTO_IP, IP_ADD_MEMBERSHIP, (const char*)&group, sizeof group) == 0);
    group.imr_multiaddr.s_addr = htonl(0xEFFF0108);
    group.imr_interface.s_addr = htonl(0xC0000201);
    truth("not our interface",
          setsockopt(s, IPPROTO_IP, IP_ADD_MEMBERSHIP, (const char*)&group, sizeof group) == 0);
}

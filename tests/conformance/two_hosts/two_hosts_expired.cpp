#include "two_hosts.h"

#ifndef SIO_UDP_NETRESET  // mingw-w64's headers lack it
#define SIO_UDP_NETRESET _WSAIOW(IOC_VENDOR, 15)
#endif

// recvfrom: WSAENETRESET where the time to live of a datagram ran out, unless SIO_UDP_NETRESET says
// no.
SCENARIO(two_hosts_expired) {
    SOCKET s = new_socket(AF_INET, SOCK_DGRAM);
    set_option(s, IPPROTO_IP, IP_TTL, 1);
    set_option(s, SOL_SOCKET, SO_RCVTIMEO, 10000);
    Address where = two_hosts_address(BEYOND, 9);
    result("sendto", sendto(s, "x", 1, 0, where.get(), where.length));
    char byte;
    result("recv", recv(s, &byte, 1, 0));

    BOOL report = FALSE;
    DWORD count = 0;
    result("SIO_UDP_NETRESET", WSAIoctl(s, SIO_UDP_NETRESET, &report, sizeof report, nullptr, 0,
                                        &count, nullptr, nullptr));
    result("sendto", sendto(s, "x", 1, 0, where.get(), where.length));
    // The peer answers in order: its port unreachable comes after the router's word.
    where = two_hosts_address(PEER, 9);
    result("sendto", sendto(s, "x", 1, 0, where.get(), where.length));
    result("recv", recv(s, &byte, 1, 0));
}

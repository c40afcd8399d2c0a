#include "../scenario.h"

// A send that meets no listener: the next recv says WSAECONNRESET, unless SIO_UDP_CONNRESET turns
// that off.
SCENARIO_INET(datagram_connreset) {
    Address nobody;
    {
        SOCKET gone = bound_socket(family, SOCK_DGRAM);
        nobody = name_of(gone);
        closesocket(gone);
    }
    SOCKET s = bound_socket(family, SOCK_DGRAM);
    set_option(s, SOL_SOCKET, SO_RCVTIMEO, 5000);
    sendto(s, "x", 1, 0, nobody.get(), nobody.length);
    char byte;
    result("recvfrom", recvfrom(s, &byte, 1, 0, nullptr, nullptr));
    BOOL report = FALSE;
    DWORD bytes = 0;
    result("SIO_UDP_CONNRESET", WSAIoctl(s, SIO_UDP_CONNRESET, &report, sizeof report, nullptr, 0,
                                         &bytes, nullptr, nullptr));
    sendto(s, "x", 1, 0, nobody.get(), nobody.length);
    Address own = name_of(s);
    sendto(s, "y", 1, 0, own.get(), own.length);
    value("recvfrom", recvfrom(s, &byte, 1, 0, nullptr, nullptr));
    text("received", &byte, 1);
}

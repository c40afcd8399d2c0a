#include "../scenario.h"

// WSAEnumProtocols: WSAENOBUFS with the length needed, then as many entries as it returns.
SCENARIO(enum_protocols_sizes) {
    DWORD length = 0;
    result("no room", WSAEnumProtocolsW(nullptr, nullptr, &length));
    truth("needs whole entries", length > 0 && length % sizeof(WSAPROTOCOL_INFOW) == 0);
    DWORD needed = length;
    static WSAPROTOCOL_INFOW room[64];
    length = needed - 1;
    result("one byte short", WSAEnumProtocolsW(nullptr, room, &length));
    truth("the same length", length == needed);
    int count = WSAEnumProtocolsW(nullptr, room, &length);
    truth("entries", count == (int)(needed / sizeof(WSAPROTOCOL_INFOW)));
    bool tcp = false, udp = false, tcp6 = false, udp6 = false;
    for (int i = 0; i < count; ++i) {
        tcp = tcp || (room[i].iAddressFamily == AF_INET && room[i].iProtocol == IPPROTO_TCP);
        udp = udp || (room[i].iAddressFamily == AF_INET && room[i].iProtocol == IPPROTO_UDP);
        tcp6 = tcp6 || (room[i].iAddressFamily == AF_INET6 && room[i].iProtocol == IPPROTO_TCP);
        udp6 = udp6 || (room[i].iAddressFamily == AF_INET6 && room[i].iProtocol == IPPROTO_UDP);
    }
    truth("TCP and UDP over IPv4 and IPv6", tcp && udp && tcp6 && udp6);
    result("no length", WSAEnumProtocolsW(nullptr, room, nullptr));
}

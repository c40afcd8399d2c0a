#include "../scenario.h"

// Only the protocols asked for, in both character widths.
SCENARIO(enum_protocols_filter) {
    static WSAPROTOCOL_INFOW wide[64];
    static WSAPROTOCOL_INFOA narrow[64];
    int wanted[] = {IPPROTO_TCP, 0};
    DWORD length = sizeof wide;
    int count = WSAEnumProtocolsW(wanted, wide, &length);
    truth("some", count > 0);
    bool all = true;
    for (int i = 0; i < count; ++i) {
        all = all && wide[i].iProtocol == IPPROTO_TCP;
    }
    truth("all TCP", all);
    length = sizeof narrow;
    truth("as many in ANSI", WSAEnumProtocolsA(wanted, narrow, &length) == count);
    int none[] = {4242, 0};
    length = sizeof wide;
    result("unknown", WSAEnumProtocolsW(none, wide, &length));
}

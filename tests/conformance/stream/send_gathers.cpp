#include "../scenario.h"

// WSASend gathers, WSARecv scatters.
SCENARIO_FAMILIES(send_gathers) {
    Pair pair = connected_pair(family);
    char one[] = "scat";
    char two[] = "";
    char three[] = "tered";
    WSABUF out[] = {{4, one}, {0, two}, {5, three}};
    DWORD sent = 0;
    result("WSASend", WSASend(pair.client, out, 3, &sent, 0, nullptr, nullptr));
    value("sent", sent);
    char a[3], b[16];
    WSABUF in[] = {{sizeof a, a}, {sizeof b, b}};
    DWORD got = 0;
    DWORD flags = 0;
    result("WSARecv", WSARecv(pair.server, in, 2, &got, &flags, nullptr, nullptr));
    value("received", got);
    value("flags", flags);
    text("first", a, 3);
    text("second", b, (int)got - 3);
}

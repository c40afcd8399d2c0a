#include "../scenario.h"

// Nothing sent is nothing; a zero-byte WSARecv completes when there is data, and leaves it.
SCENARIO_FAMILIES(recv_zero_length) {
    Pair pair = connected_pair(family);
    char byte = 'x';
    value("send of nothing", send(pair.client, &byte, 0, 0));
    send_text(pair.client, "a");
    WSABUF none = {0, &byte};
    DWORD got = 77;
    DWORD flags = 0;
    result("WSARecv of nothing", WSARecv(pair.server, &none, 1, &got, &flags, nullptr, nullptr));
    value("received", got);
    receive_text("received", pair.server, 1);
}

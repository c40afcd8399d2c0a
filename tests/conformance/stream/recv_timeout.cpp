#include "../scenario.h"

// SO_RCVTIMEO in milliseconds: WSAETIMEDOUT when it is over, and not before.
SCENARIO_FAMILIES(recv_timeout) {
    Pair pair = connected_pair(family);
    set_option(pair.client, SOL_SOCKET, SO_RCVTIMEO, 200);
    value("SO_RCVTIMEO", get_option(pair.client, SOL_SOCKET, SO_RCVTIMEO));
    ULONGLONG began = GetTickCount64();
    char byte;
    result("recv", recv(pair.client, &byte, 1, 0));
    ULONGLONG took = GetTickCount64() - began;
    truth("waited", took >= 180);
    truth("not in seconds", took < 20000);
    send_text(pair.server, "x");
    receive_text("received", pair.client, 1);
}

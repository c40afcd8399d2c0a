#include "../scenario.h"

// By default, and with a time to linger, what was sent arrives before the end.
static void once(int family, bool lingering) {
    Pair pair = connected_pair(family);
    if (lingering) {
        linger time = {1, 5};
        setsockopt(pair.client, SOL_SOCKET, SO_LINGER, (const char*)&time, sizeof time);
    }
    send_text(pair.client, "delivered");
    result("closesocket", closesocket(pair.client));
    receive_text("received", pair.server, 9);
    char byte;
    value("then", recv(pair.server, &byte, 1, 0));
}
SCENARIO_FAMILIES(linger_graceful_close) {
    once(family, false);
    once(family, true);
}

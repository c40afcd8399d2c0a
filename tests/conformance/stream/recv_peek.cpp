#include "../scenario.h"

// MSG_PEEK leaves the data in place.
SCENARIO_FAMILIES(recv_peek) {
    Pair pair = connected_pair(family);
    send_text(pair.client, "peekaboo");
    wait_readable(pair.server);
    char buffer[16];
    text("peek 4", buffer, result("recv", recv(pair.server, buffer, 4, MSG_PEEK)));
    text("peek all", buffer, result("recv", recv(pair.server, buffer, 16, MSG_PEEK)));
    text("take", buffer, result("recv", recv(pair.server, buffer, 16, 0)));
    set_nonblocking(pair.server);
    result("then", recv(pair.server, buffer, 16, MSG_PEEK));
}

#include "../scenario.h"

// closesocket with unread data resets the connection.
SCENARIO_INET(recv_reset_by_unread_data) {
    Pair pair = connected_pair(family);
    send_text(pair.client, "never read");
    wait_readable(pair.server);
    result("closesocket", closesocket(pair.server));
    char byte;
    result("recv", recv(pair.client, &byte, 1, 0));
}

#include "../scenario.h"

// WSAESHUTDOWN, "it is not possible to send on a socket after shutdown has been invoked with
// SD_SEND".
SCENARIO_FAMILIES(send_after_shutdown) {
    Pair pair = connected_pair(family);
    result("SD_SEND", shutdown(pair.client, SD_SEND));
    char byte = 'x';
    WSABUF buffer = {1, &byte};
    DWORD count = 0;
    result("send", send(pair.client, &byte, 1, 0));
    result("WSASend", WSASend(pair.client, &buffer, 1, &count, 0, nullptr, nullptr));
    send_text(pair.server, "y");
    receive_text("receive still", pair.client, 1);
    result("SD_SEND again", shutdown(pair.client, SD_SEND));
}

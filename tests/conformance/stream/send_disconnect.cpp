#include "../scenario.h"

// WSASendDisconnect is shutdown SD_SEND, WSARecvDisconnect SD_RECEIVE, where there is no user data.
SCENARIO_INET(send_disconnect) {
    Pair pair = connected_pair(family);
    result("WSASendDisconnect", WSASendDisconnect(pair.client, nullptr));
    char byte = 'x';
    result("send", send(pair.client, &byte, 1, 0));
    value("peer's recv", recv(pair.server, &byte, 1, 0));
    result("WSARecvDisconnect", WSARecvDisconnect(pair.server, nullptr));
    result("recv", recv(pair.server, &byte, 1, 0));
    char data[] = "bye";
    WSABUF buffer = {3, data};
    result("with user data", WSASendDisconnect(pair.server, &buffer));
}

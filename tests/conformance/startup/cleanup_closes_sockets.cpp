#include "../scenario.h"

// WSACleanup: "Sockets that were open when WSACleanup was called are reset and automatically
// deallocated".
SCENARIO_NOT_STARTED(cleanup_closes_sockets) {
    WSADATA data;
    WSAStartup(MAKEWORD(2, 2), &data);
    Pair pair = connected_pair(AF_INET);
    Address where = name_of(pair.listener);
    result("WSACleanup", WSACleanup());
    result("send", send(pair.client, "x", 1, 0));
    WSAStartup(MAKEWORD(2, 2), &data);
    result("send, started again", send(pair.client, "x", 1, 0));
    SOCKET late = new_socket(AF_INET);
    result("connect", connect(late, where.get(), where.length));
    WSACleanup();
}

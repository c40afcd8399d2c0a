#include "../scenario.h"

// WSAConnectByName resolves and connects, on a dual-stack socket to either family.
SCENARIO(connect_by_name) {
    need_family(AF_INET6);
    SOCKET listener = listening_socket(AF_INET);
    char port[8];
    snprintf(port, sizeof port, "%u", port_of(name_of(listener)));
    SOCKET client = new_socket(AF_INET6);
    set_option(client, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    char host[] = "127.0.0.1";
    truth("WSAConnectByName", WSAConnectByNameA(client, host, port, nullptr, nullptr, nullptr,
                                                nullptr, nullptr, nullptr) != 0);
    made("accept", accept(listener, nullptr, nullptr));
    address("peer", peer_of(client).get());
}

#include "../scenario.h"

// "the shared socket's options and mode are the same through every descriptor".
SCENARIO_INET(duplicate_shares_state) {
    Pair pair = connected_pair(family);
    WSAPROTOCOL_INFOW info;
    result("WSADuplicateSocket", WSADuplicateSocketW(pair.server, GetCurrentProcessId(), &info));
    SOCKET twin = made("WSASocket", WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO,
                                               FROM_PROTOCOL_INFO, &info, 0, WSA_FLAG_OVERLAPPED));
    set_option(pair.server, SOL_SOCKET, SO_KEEPALIVE, 1);
    value("SO_KEEPALIVE by the twin", get_option(twin, SOL_SOCKET, SO_KEEPALIVE));
    truth("the same name", same_address(name_of(twin), name_of(pair.server)));
    truth("the same peer", same_address(peer_of(twin), peer_of(pair.server)));
}

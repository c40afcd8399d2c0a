#include "../scenario.h"

// SO_BSP_STATE: both addresses, type and protocol, in one CSADDR_INFO with what it points to.
SCENARIO_INET(options_bsp_state) {
    Pair pair = connected_pair(family);
    union {
        CSADDR_INFO info;
        char room[512];
    } state;
    int length = sizeof state;
    result("connected", getsockopt(pair.client, SOL_SOCKET, SO_BSP_STATE, (char*)&state, &length));
    line("%s %s", type_name(state.info.iSocketType), protocol_name(state.info.iProtocol));
    Address where;
    memcpy(where.get(), state.info.LocalAddr.lpSockaddr, state.info.LocalAddr.iSockaddrLength);
    truth("local", same_address(where, name_of(pair.client)));
    memcpy(where.get(), state.info.RemoteAddr.lpSockaddr, state.info.RemoteAddr.iSockaddrLength);
    truth("remote", same_address(where, name_of(pair.listener)));
    length = sizeof(CSADDR_INFO);
    result("no room for addresses",
           getsockopt(pair.client, SOL_SOCKET, SO_BSP_STATE, (char*)&state, &length));
}

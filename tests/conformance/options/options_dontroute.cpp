#include "../scenario.h"

// SO_DONTROUTE: "Setting this succeeds but is ignored on AF_INET sockets; fails on AF_INET6 sockets with
// WSAENOPROTOOPT".
SCENARIO_INET(options_dontroute) {
    SOCKET s = new_socket(family);
    int on = 1;
    result("set", setsockopt(s, SOL_SOCKET, SO_DONTROUTE, (const char*)&on, sizeof on));
}

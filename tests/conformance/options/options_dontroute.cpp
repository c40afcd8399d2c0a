#include "../scenario.h"

// "Setting this succeeds but is ignored on AF_INET sockets; fails on AF_INET6 sockets with
// WSAENOPROTOOPT."
SCENARIO(options_dontroute) {
    SOCKET s = new_socket(AF_INET);
    int on = 1;
    result("set", setsockopt(s, SOL_SOCKET, SO_DONTROUTE, (const char*)&on, sizeof on));
    s = new_socket(AF_INET6);
    result("on IPv6", setsockopt(s, SOL_SOCKET, SO_DONTROUTE, (const char*)&on, sizeof on));
}

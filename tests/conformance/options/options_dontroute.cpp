#include "../scenario.h"

// SO_DONTROUTE: "Microsoft providers silently ignore this option".
SCENARIO(options_dontroute) {
    SOCKET s = new_socket(AF_INET);
    int on = 1;
    result("set", setsockopt(s, SOL_SOCKET, SO_DONTROUTE, (const char*)&on, sizeof on));
}

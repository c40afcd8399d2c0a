#include "../scenario.h"

// A zero port becomes one of the dynamic range, told by getsockname.
SCENARIO_INET(bind_loopback) {
    SOCKET s = new_socket(family);
    Address where = loopback(family);
    result("bind", bind(s, where.get(), where.length));
    Address name = name_of(s);
    truth("port of its own", port_of(name) >= 1024);
    truth("the address", same_address(name, loopback(family, port_of(name))));
}

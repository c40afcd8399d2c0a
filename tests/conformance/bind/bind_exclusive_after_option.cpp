#include "../scenario.h"

// SO_EXCLUSIVEADDRUSE and SO_REUSEADDR exclude each other: WSAEINVAL for the second of them.
SCENARIO_INET(bind_exclusive_after_option) {
    int on = 1;
    SOCKET s = new_socket(family);
    result("exclusive", setsockopt(s, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, (char*)&on, sizeof on));
    result("then reuse", setsockopt(s, SOL_SOCKET, SO_REUSEADDR, (char*)&on, sizeof on));
    s = new_socket(family);
    result("reuse", setsockopt(s, SOL_SOCKET, SO_REUSEADDR, (char*)&on, sizeof on));
    result("then exclusive", setsockopt(s, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, (char*)&on, sizeof on));
    value("SO_REUSEADDR", get_option(s, SOL_SOCKET, SO_REUSEADDR));
    value("SO_EXCLUSIVEADDRUSE", get_option(s, SOL_SOCKET, SO_EXCLUSIVEADDRUSE));
}

#include "../scenario.h"

// An unknown level: WSAEINVAL. An unknown option of a known level: WSAENOPROTOOPT.
SCENARIO_FAMILIES(options_unknown) {
    SOCKET s = new_socket(family);
    int number = 0;
    int length = sizeof number;
    result("get, level 4242", getsockopt(s, 4242, 1, (char*)&number, &length));
    result("set, level 4242", setsockopt(s, 4242, 1, (const char*)&number, sizeof number));
    result("get, option 0x7abc", getsockopt(s, SOL_SOCKET, 0x7abc, (char*)&number, &length));
    result("set, option 0x7abc",
           setsockopt(s, SOL_SOCKET, 0x7abc, (const char*)&number, sizeof number));
}

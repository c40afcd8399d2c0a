#include "../scenario.h"

// SOL_SOCKET's page of SO_RCVLOWAT and SO_SNDLOWAT: not supported, "the getsockopt and setsockopt
// functions fail with WSAEINVAL".
SCENARIO_INET(options_bsd_unsupported) {
    SOCKET s = new_socket(family);
    int number = 0;
    int length = sizeof number;
    result("SO_RCVLOWAT", getsockopt(s, SOL_SOCKET, SO_RCVLOWAT, (char*)&number, &length));
    result("SO_SNDLOWAT", getsockopt(s, SOL_SOCKET, SO_SNDLOWAT, (char*)&number, &length));
    result("set SO_RCVLOWAT",
           setsockopt(s, SOL_SOCKET, SO_RCVLOWAT, (const char*)&number, sizeof number));
    result("set SO_SNDLOWAT",
           setsockopt(s, SOL_SOCKET, SO_SNDLOWAT, (const char*)&number, sizeof number));
}

#include "../scenario.h"

// SO_LINGER and SO_DONTLINGER are two views of one thing.
static void tell(SOCKET s) {
    linger now = {9, 9};
    int length = sizeof now;
    getsockopt(s, SOL_SOCKET, SO_LINGER, (char*)&now, &length);
    line("linger %d, %d seconds, SO_DONTLINGER %d", now.l_onoff != 0,
         now.l_onoff != 0 ? now.l_linger : 0, get_option(s, SOL_SOCKET, SO_DONTLINGER) != 0);
}
SCENARIO_INET(options_linger) {
    SOCKET s = new_socket(family);
    tell(s);
    linger lingering = {1, 42};
    result("set", setsockopt(s, SOL_SOCKET, SO_LINGER, (const char*)&lingering, sizeof lingering));
    tell(s);
    set_option(s, SOL_SOCKET, SO_DONTLINGER, 1);
    truth("off", get_option(s, SOL_SOCKET, SO_DONTLINGER) != 0);
    lingering = {0, 0};
    result("clear",
           setsockopt(s, SOL_SOCKET, SO_LINGER, (const char*)&lingering, sizeof lingering));
    tell(s);
    result("two bytes", setsockopt(s, SOL_SOCKET, SO_LINGER, (const char*)&lingering, 2));
}

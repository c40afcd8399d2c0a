#include "../scenario.h"

// The total of the sockets in all sets; a socket in two sets counts twice; sets hold only the ready
// ones.
SCENARIO_FAMILIES(select_sets) {
    Pair pair = connected_pair(family);
    send_text(pair.client, "x");
    wait_readable(pair.server);
    fd_set readable, writable, exceptions;
    FD_ZERO(&readable);
    FD_ZERO(&writable);
    FD_ZERO(&exceptions);
    for (SOCKET s : {pair.client, pair.server, pair.listener}) {
        FD_SET(s, &readable);
        FD_SET(s, &exceptions);
    }
    FD_SET(pair.client, &writable);
    FD_SET(pair.server, &writable);
    timeval timeout = {10, 0};
    result("select", select(0, &readable, &writable, &exceptions, &timeout));
    line("readable: client %d server %d listener %d", FD_ISSET(pair.client, &readable) != 0,
         FD_ISSET(pair.server, &readable) != 0, FD_ISSET(pair.listener, &readable) != 0);
    line("writable: client %d server %d", FD_ISSET(pair.client, &writable) != 0,
         FD_ISSET(pair.server, &writable) != 0);
    value("exceptions", exceptions.fd_count);
}

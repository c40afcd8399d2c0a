#include "../scenario.h"

// select on all three sets at once finds the failed connect in the except set alone.
SCENARIO_INET_ISO(connect_nonblocking_refused_by_select) {
    Address nobody = refusing_address(family);
    SOCKET client = new_socket(family);
    set_nonblocking(client);
    result("connect", connect(client, nobody.get(), nobody.length));
    fd_set readable, writable, exceptions;
    FD_ZERO(&readable);
    FD_ZERO(&writable);
    FD_ZERO(&exceptions);
    FD_SET(client, &writable);
    FD_SET(client, &exceptions);
    timeval timeout = {10, 0};
    result("select", select(0, nullptr, &writable, &exceptions, &timeout));
    truth("writable", FD_ISSET(client, &writable) != 0);
    truth("exception", FD_ISSET(client, &exceptions) != 0);
}

#include "../scenario.h"

// WSAPoll: POLLERR tells a failed connect.
SCENARIO_INET_ISO(connect_nonblocking_refused_by_poll) {
    Address nobody = refusing_address(family);
    SOCKET client = new_socket(family);
    set_nonblocking(client);
    result("connect", connect(client, nobody.get(), nobody.length));
    WSAPOLLFD poll = {client, POLLWRNORM, 0};
    result("WSAPoll", WSAPoll(&poll, 1, 10000));
    truth("POLLERR", (poll.revents & POLLERR) != 0);
    error("SO_ERROR", get_option(client, SOL_SOCKET, SO_ERROR));
}

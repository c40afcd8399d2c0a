#include "../scenario.h"

SCENARIO_INET_ISO(connect_nonblocking_by_poll) {
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    SOCKET client = new_socket(family);
    set_nonblocking(client);
    result("connect", connect(client, where.get(), where.length));
    WSAPOLLFD server = {listener, POLLRDNORM, 0};
    result("WSAPoll of the listener", WSAPoll(&server, 1, 10000));
    line("%s", poll_flags(server.revents));
    Accepting accepting(listener);
    WSAPOLLFD poll = {client, POLLRDNORM | POLLWRNORM, 0};
    result("WSAPoll", WSAPoll(&poll, 1, 10000));
    line("%s", poll_flags(poll.revents));
    accepting.socket();
}

#include "../scenario.h"

// Failure is told by the except set and SO_ERROR, not by writability; the socket may connect again.
SCENARIO_INET_ISO(connect_nonblocking_refused) {
    Address nobody = refusing_address(family);
    SOCKET client = new_socket(family);
    set_nonblocking(client);
    result("connect", connect(client, nobody.get(), nobody.length));
    truth("exception", wait_exception(client));
    truth("writable", is_writable(client));
    error("SO_ERROR", get_option(client, SOL_SOCKET, SO_ERROR));
    Address peer;
    peer.length = sizeof peer.storage;
    result("getpeername", getpeername(client, peer.get(), &peer.length));
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    Accepting accepting(listener);
    result("connect to a listener", connect(client, where.get(), where.length));
    truth("writable", wait_writable(client));
    accepting.socket();
}

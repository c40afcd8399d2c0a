#include "../scenario.h"

// An unbound socket is bound by connect; getsockname says WSAEINVAL before and the address after.
SCENARIO_INET_ISO(connect_binds_implicitly) {
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    SOCKET client = new_socket(family);
    Address own;
    own.length = sizeof own.storage;
    result("getsockname before", getsockname(client, own.get(), &own.length));
    Accepting accepting(listener);
    result("connect", connect(client, where.get(), where.length));
    own.length = sizeof own.storage;
    result("getsockname after", getsockname(client, own.get(), &own.length));
    address("name", own.get());
    truth("peer is the listener", same_address(peer_of(client), where));
    accepting.socket();
}

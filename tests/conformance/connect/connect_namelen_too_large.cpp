#include "../scenario.h"

// A length beyond the address's own does no harm.
SCENARIO_INET_ISO(connect_namelen_too_large) {
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    SOCKET client = new_socket(family);
    Accepting accepting(listener);
    result("connect", connect(client, where.get(), (int)sizeof where.storage));
    truth("peer", same_address(peer_of(client), where));
    accepting.socket();
}

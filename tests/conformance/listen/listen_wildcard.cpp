#include "../scenario.h"

// The listener's name stays the wildcard; the accepted socket's is the address that was called.
SCENARIO_INET_ISO(listen_wildcard) {
    SOCKET listener = new_socket(family);
    Address any = wildcard(family);
    result("bind", bind(listener, any.get(), any.length));
    result("listen", listen(listener, 5));
    SOCKET client = new_socket(family);
    Address where = loopback(family, port_of(name_of(listener)));
    Accepting accepting(listener);
    result("connect", connect(client, where.get(), where.length));
    SOCKET server = accepting.socket();
    truth("listener is at the wildcard",
          same_address(name_of(listener), wildcard(family, port_of(where))));
    truth("accepted is at the loopback", same_address(name_of(server), where));
    truth("client's peer is the loopback", same_address(peer_of(client), where));
    truth("accepted's peer is the client", same_address(peer_of(server), name_of(client)));
}

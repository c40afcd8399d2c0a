#include "../scenario.h"

// connect: WSAEFAULT, "the namelen parameter is too small"; the socket is as it was. (AF_ISO: below
// what the address itself takes.)
SCENARIO_INET_ISO(connect_namelen_too_small) {
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    SOCKET client = new_socket(family);
    const int whole = address_size(family);
    const int least = family == AF_ISO ? 8 + where.tp.tp_taddr_len : whole - 4;
    for (int length : {0, 1, 2, 8, least - 1, -1}) {
        result("connect", connect(client, where.get(), length));
    }
    Accepting accepting(listener);
    result("whole", connect(client, where.get(), whole));
    accepting.socket();
}

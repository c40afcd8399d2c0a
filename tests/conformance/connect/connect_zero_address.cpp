#include "../scenario.h"

// connect: WSAEADDRNOTAVAIL, "The remote address is not a valid address (such as INADDR_ANY or
// in6addr_any)."
SCENARIO_INET_ISO(connect_zero_address) {
    SOCKET listener = new_socket(family);
    Address any = wildcard(family);
    bind(listener, any.get(), any.length);
    listen(listener, 5);
    Address where = wildcard(family, port_of(name_of(listener)));
    SOCKET client = new_socket(family);
    result("all zeroes", connect(client, where.get(), where.length));
    where = loopback(family, 0);
    result("port 0", connect(client, where.get(), where.length));
    where = wildcard(family, 0);
    result("both", connect(client, where.get(), where.length));
    set_nonblocking(client);
    where = loopback(family, 0);
    result("non-blocking, port 0", connect(client, where.get(), where.length));
    set_nonblocking(client, false);
    where = loopback(family, port_of(name_of(listener)));
    Accepting accepting(listener);
    result("then the loopback", connect(client, where.get(), where.length));
    accepting.socket();
}

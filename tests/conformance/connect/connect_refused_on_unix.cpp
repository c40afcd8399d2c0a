#include "../scenario.h"

// A path that nobody listens on, and one that does not exist.
SCENARIO(connect_refused_on_unix) {
    Address nobody = refusing_address(AF_UNIX);
    SOCKET client = new_socket(AF_UNIX);
    result("nobody listens", connect(client, nobody.get(), nobody.length));
    Address missing = loopback(AF_UNIX);
    result("no such path", connect(client, missing.get(), missing.length));
    SOCKET listener = listening_socket(AF_UNIX);
    Address where = name_of(listener);
    result("a listener", connect(client, where.get(), where.length));
}

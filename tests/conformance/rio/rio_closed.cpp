#include "rio.h"

// closesocket ends what is outstanding, and the request queue.
SCENARIO(rio_closed) {
#ifdef HAVE_RIO
    Rio rio(AF_INET);
    done("receive", rio.receive(0, 8, 1));
    done("deferred", rio.receive(8, 8, 2, RIO_MSG_DEFER));
    result("closesocket", closesocket(rio.server));
    rio.results(2);
    rio.nothing("more");
    done("receive", rio.receive(0, 8, 3));
    char byte;
    value("peer", recv(rio.client, &byte, 1, 0));
#else
    skip("these headers have no Registered I/O");
#endif
}

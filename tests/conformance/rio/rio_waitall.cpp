#include "rio.h"

// RIO_MSG_WAITALL.
SCENARIO(rio_waitall) {
#ifdef HAVE_RIO
    Rio rio(AF_INET);
    done("receive", rio.receive(0, 6, 1, RIO_MSG_WAITALL));
    send_text(rio.client, "abc");
    rio.nothing("half");
    send_text(rio.client, "def");
    rio.results(1);
    done("receive", rio.receive(0, 6, 2, RIO_MSG_WAITALL));
    send_text(rio.client, "gh");
    shutdown(rio.client, SD_SEND);
    rio.results(1);
    done("sending", rio.send(0, 6, 3, RIO_MSG_WAITALL));
#else
    skip("these headers have no Registered I/O");
#endif
}

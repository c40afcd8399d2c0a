#include "rio.h"

// A receive, a send, the end of the stream; an accepted socket has its listener's attribute.
SCENARIO_INET(rio_echo) {
#ifdef HAVE_RIO
    Rio rio(family);
    done("receive", rio.receive(0, 16, 1));
    rio.nothing("before");
    send_text(rio.client, "hello");
    rio.results(1);
    text("data", rio.memory, 5);
    done("send", rio.send(0, 5, 2));
    rio.results(1);
    receive_text("echo", rio.client, 5);
    done("receive", rio.receive(0, 16, 3));
    shutdown(rio.client, SD_SEND);
    rio.results(1);
#else
    skip("these headers have no Registered I/O");
#endif
}

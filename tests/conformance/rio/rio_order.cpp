#include "rio.h"

// Deferred receives run in order once they are committed.
SCENARIO(rio_order) {
#ifdef HAVE_RIO
    Rio rio(AF_INET);
    for (int i = 1; i <= 3; ++i)
        done("receive", rio.receive(static_cast<ULONG>(i) * 8, 2, i, RIO_MSG_DEFER));
    done("commit", rio.f.RIOReceive(rio.requests, nullptr, 0, RIO_MSG_COMMIT_ONLY, nullptr));
    send_text(rio.client, "abcdef");
    rio.results(3);
    text("first", rio.memory + 8, 2);
    text("second", rio.memory + 16, 2);
    text("third", rio.memory + 24, 2);
#else
    skip("these headers have no Registered I/O");
#endif
}

#include "rio.h"

// What the queues have room for.
SCENARIO(rio_capacity) {
#ifdef HAVE_RIO
    Rio rio(AF_INET);
    SOCKET other_client = connected_to(rio.listener);
    SOCKET other = accepted_from(rio.listener);
    truth("one more request queue",
          rio.f.RIOCreateRequestQueue(other, 1, 1, 0, 1, rio.queue, rio.queue, nullptr) != nullptr);
    error("code", WSAGetLastError());
    done("larger", rio.f.RIOResizeCompletionQueue(rio.queue, 9));
    truth("one more request queue",
          rio.f.RIOCreateRequestQueue(other, 1, 1, 0, 1, rio.queue, rio.queue, nullptr) != nullptr);
    done("smaller", rio.f.RIOResizeCompletionQueue(rio.queue, 8));
    for (int i = 0; i < 4; ++i)
        rio.receive(0, 8);
    done("a fifth receive", rio.receive(0, 8));
    done("fewer", rio.f.RIOResizeRequestQueue(rio.requests, 3, 4));
    done("none", rio.f.RIOResizeRequestQueue(rio.requests, 0, 0));
    done("more", rio.f.RIOResizeRequestQueue(rio.requests, 5, 4));
    done("fewer sends", rio.f.RIOResizeRequestQueue(rio.requests, 5, 3));
    done("a fifth receive", rio.receive(0, 8));
    closesocket(other_client);
#else
    skip("these headers have no Registered I/O");
#endif
}

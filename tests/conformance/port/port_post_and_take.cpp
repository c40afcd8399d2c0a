#include "../scenario.h"

// A posted packet comes back with its three values; none of them is looked at.
#include "port.h"
SCENARIO(port_post_and_take) {
    HANDLE port = new_port();
    success("post", post(port, 7, 9, &overlapped));
    take("take", port);
    success("post without an OVERLAPPED", post(port, 0));
    take("take", port);
    success("post with all bits", post(port, ~ULONG_PTR(0), 0xffffffff, &overlapped));
    take("take", port);
    take("take more", port);
}

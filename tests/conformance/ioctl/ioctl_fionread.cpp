#include "../scenario.h"

// On a stream all that can be read at once; on a datagram socket too, more than one datagram
// included.
SCENARIO_FAMILIES(ioctl_fionread) {
    Pair pair = connected_pair(family);
    u_long pending = 77;
    result("nothing", ioctlsocket(pair.server, FIONREAD, &pending));
    value("pending", pending);
    send_text(pair.client, "hello");
    wait_readable(pair.server);
    result("something", ioctlsocket(pair.server, FIONREAD, &pending));
    value("pending", pending);
    receive_text("some", pair.server, 2);
    result("rest", ioctlsocket(pair.server, FIONREAD, &pending));
    value("pending", pending);
    result("NULL", ioctlsocket(pair.server, FIONREAD, nullptr));
}

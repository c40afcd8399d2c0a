#include "../scenario.h"

// A hundred thousand packets wait in a port, and keep their order.
#include "port.h"
SCENARIO(port_many_packets) {
    HANDLE port = new_port();
    const ULONG_PTR many = 100000;
    ULONG_PTR posted = 0;
    while (posted < many && post(port, posted))
        ++posted;
    value("posted", static_cast<long long>(posted));
    ULONG_PTR taken = 0;
    for (; taken < many; ++taken) {
        Taken packet = take_quietly(port, 0);
        if (!packet.result || packet.key != taken)
            break;
    }
    value("taken in order", static_cast<long long>(taken));
    take("take more", port);
}

#include "../scenario.h"

// A thread turns from one port to the other; each keeps its packets.
#include "port.h"
SCENARIO(port_two_ports) {
    HANDLE first = new_port(1);
    HANDLE second = new_port(1);
    post(first, 1);
    post(second, 2);
    post(first, 3);
    take("first", first);
    take("second", second);
    take("first", first);
    take("second", second);
}

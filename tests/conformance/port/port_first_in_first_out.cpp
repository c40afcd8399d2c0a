#include "../scenario.h"

// Packets are taken in the order of their posting.
#include "port.h"
SCENARIO(port_first_in_first_out) {
    HANDLE port = new_port();
    for (ULONG_PTR key = 1; key <= 5; ++key)
        post(port, key);
    for (int i = 0; i < 5; ++i)
        take("take", port);
}

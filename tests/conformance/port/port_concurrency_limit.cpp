#include "../scenario.h"

// With a limit of one a packet waits while a thread works on another; that thread gets it.
#include "port.h"
static HANDLE port;
static void take_other(void*) {
    while (take_quietly(port, INFINITE).key != 3) {
    }
}
SCENARIO(port_concurrency_limit) {
    port = new_port(1);
    post(port, 1);
    take("the active thread takes", port);
    post(port, 2);
    Thread other(take_other, nullptr);
    take("and takes", port);
    post(port, 3);
    truth("another thread takes only when it waits", other.join());
}

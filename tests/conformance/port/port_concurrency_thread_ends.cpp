#include "../scenario.h"

// A thread that ends does not count against the limit.
#include "port.h"
static HANDLE port;
static void take_one(void*) {
    take("a thread that ends takes", port, 0);
}
SCENARIO(port_concurrency_thread_ends) {
    port = new_port(1);
    post(port, 1);
    post(port, 2);
    Thread first(take_one, nullptr);
    truth("ends", first.join());
    take("after it", port, 10000);
}

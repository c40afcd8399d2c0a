#include "../scenario.h"

// A thread waits until another one posts.
#include "port.h"
static HANDLE port;
static void post_later(void*) {
    post(port, 3, 4, &overlapped);
}
SCENARIO(port_waits_for_a_packet) {
    port = new_port();
    Thread thread(post_later, nullptr);
    take("take", port, INFINITE);
    truth("ends", thread.join());
}

#include "../scenario.h"

// A thread that blocks elsewhere does not count against the limit.
#include "port.h"
static HANDLE port;
static HANDLE done;
static void take_other(void*) {
    take("the other thread takes", port, INFINITE);
    SetEvent(done);
}
SCENARIO(port_concurrency_blocked_thread) {
    port = new_port(1);
    done = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    post(port, 1);
    take("the active thread takes", port);
    Thread other(take_other, nullptr);
    post(port, 2);
    truth("another thread takes while it waits", WaitForSingleObject(done, 10000) == WAIT_OBJECT_0);
    truth("ends", other.join());
}

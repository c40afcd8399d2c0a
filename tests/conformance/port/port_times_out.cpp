#include "../scenario.h"

// GetQueuedCompletionStatus with and without a time to wait.
#include "port.h"
SCENARIO(port_times_out) {
    HANDLE port = new_port();
    take("at once", port, 0);
    const ULONGLONG before = GetTickCount64();
    take("after 60 ms", port, 60);
    truth("it waited", GetTickCount64() - before >= 45);
}

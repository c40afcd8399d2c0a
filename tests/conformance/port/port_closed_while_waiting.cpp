#include "../scenario.h"

// Closing a port ends the waits for it.
#include "port.h"
static HANDLE port;
static Taken taken[2];
static void take_one(void* into) {
    *static_cast<Taken*>(into) = take_quietly(port, INFINITE);
}
static bool attempt(DWORD pause) {
    port = new_port();
    Thread first(take_one, &taken[0]);
    Thread second(take_one, &taken[1]);
    Sleep(pause);
    CloseHandle(port);
    first.join();
    second.join();
    return taken[0].error == ERROR_ABANDONED_WAIT_0 && taken[1].error == ERROR_ABANDONED_WAIT_0;
}
SCENARIO(port_closed_while_waiting) {
    retry_with_pause(attempt);
    tell("first", taken[0]);
    tell("second", taken[1]);
}

#include "../scenario.h"

// The port itself is signalled while packets are queued.
#include "port.h"
SCENARIO(port_handle_is_waitable) {
    HANDLE port = new_port();
    line("empty: %s", code_name(WaitForSingleObject(port, 0)));
    post(port, 1);
    line("with a packet: %s", code_name(WaitForSingleObject(port, 0)));
    take("waiting took nothing", port);
    line("empty again: %s", code_name(WaitForSingleObject(port, 0)));
}

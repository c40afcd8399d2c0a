#include "../scenario.h"

// A listening socket is readable when accept will not block.
SCENARIO_CONNECTIONS(select_listener) {
    SOCKET listener = listening_socket(family);
    truth("readable", is_readable(listener));
    connected_to(listener);
    truth("readable", wait_readable(listener));
    accepted_from(listener);
    truth("readable", is_readable(listener));
}

#include "../scenario.h"

// A non-blocking socket with nothing pending: WSAEWOULDBLOCK, as often as it is asked.
SCENARIO_CONNECTIONS(accept_nothing_pending) {
    SOCKET listener = listening_socket(family);
    set_nonblocking(listener);
    made("accept", accept(listener, nullptr, nullptr));
    made("accept", accept(listener, nullptr, nullptr));
    SOCKET client = connected_to(listener);
    truth("readable", wait_readable(listener));
    made("accept", accept(listener, nullptr, nullptr));
    made("accept", accept(listener, nullptr, nullptr));
    closesocket(client);
}

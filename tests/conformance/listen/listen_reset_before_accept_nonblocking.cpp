#include "../scenario.h"

// The same with nothing behind it: there is no request any more.
SCENARIO_INET_ISO(listen_reset_before_accept_nonblocking) {
    SOCKET listener = listening_socket(family);
    set_nonblocking(listener);
    close_hard(connected_to(listener));
    made("accept", accept(listener, nullptr, nullptr));
    SOCKET client = connected_to(listener);
    truth("readable", wait_readable(listener));
    made("accept", accept(listener, nullptr, nullptr));
    closesocket(client);
}

#include "../scenario.h"

// SO_ERROR: "Retrieves error status and clear."
SCENARIO_INET(options_error_cleared) {
    Address nobody = refusing_address(family);
    SOCKET s = new_socket(family);
    set_nonblocking(s);
    connect(s, nobody.get(), nobody.length);
    truth("exception", wait_exception(s));
    error("SO_ERROR", get_option(s, SOL_SOCKET, SO_ERROR));
    error("SO_ERROR", get_option(s, SOL_SOCKET, SO_ERROR));
}

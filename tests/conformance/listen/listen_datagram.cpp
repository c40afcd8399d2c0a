#include "../scenario.h"

// listen: WSAEOPNOTSUPP, "The referenced socket is not of a type that supports the listen
// operation."
SCENARIO_INET(listen_datagram) {
    result("listen", listen(bound_socket(family, SOCK_DGRAM), 5));
}

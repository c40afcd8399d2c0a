#include "../scenario.h"

// accept: WSAEOPNOTSUPP, "not a type that supports connection-oriented service".
SCENARIO_INET(accept_datagram) {
    made("accept", accept(bound_socket(family, SOCK_DGRAM), nullptr, nullptr));
}

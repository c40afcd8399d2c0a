#include "../scenario.h"

// connect: WSAEINVAL, "The parameter s is a listening socket."
SCENARIO_CONNECTIONS(connect_listening) {
    SOCKET other = listening_socket(family);
    Address where = name_of(other);
    SOCKET listener = listening_socket(family);
    result("connect", connect(listener, where.get(), where.length));
    connected_to(listener);
    made("accept", accept(listener, nullptr, nullptr));
}

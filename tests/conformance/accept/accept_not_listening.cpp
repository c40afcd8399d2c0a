#include "../scenario.h"

// accept: WSAEINVAL, "The listen function was not invoked prior to accept."
SCENARIO_CONNECTIONS(accept_not_listening) {
    made("accept on a new socket", accept(new_socket(family), nullptr, nullptr));
    made("accept on a bound socket", accept(bound_socket(family), nullptr, nullptr));
    Pair pair = connected_pair(family);
    made("accept on a connected socket", accept(pair.client, nullptr, nullptr));
    made("accept on an accepted socket", accept(pair.server, nullptr, nullptr));
}

#include "../scenario.h"

// The address of a listener cannot be taken by another that did not ask to share it.
SCENARIO_CONNECTIONS(listen_address_in_use) {
    SOCKET first = listening_socket(family);
    Address where = name_of(first);
    SOCKET second = new_socket(family);
    result("bind", bind(second, where.get(), where.length));
    connected_to(first);
    made("accept", accept(first, nullptr, nullptr));
}

#include "../scenario.h"

SCENARIO_FAMILIES(bind_in_use) {
    SOCKET first = bound_socket(family);
    Address where = name_of(first);
    SOCKET second = new_socket(family);
    result("bind", bind(second, where.get(), where.length));
    where = loopback(family);
    result("elsewhere", bind(second, where.get(), where.length));
}

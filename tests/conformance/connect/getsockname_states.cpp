#include "../scenario.h"

SCENARIO_CONNECTIONS(getsockname_states) {
    Address name;
    name.length = sizeof name.storage;
    result("not bound", getsockname(new_socket(family), name.get(), &name.length));
    SOCKET bound = bound_socket(family);
    result("bound", getsockname(bound, name.get(), &name.length));
    truth("length", name.length == address_size(family));
    truth("port", port_of(name) != 0);
    name.length = 1;
    result("length too small", getsockname(bound, name.get(), &name.length));
    result("no length", getsockname(bound, name.get(), nullptr));
    name.length = sizeof name.storage;
    result("no address", getsockname(bound, nullptr, &name.length));
    closesocket(bound);
    result("closed", getsockname(bound, name.get(), &name.length));
}

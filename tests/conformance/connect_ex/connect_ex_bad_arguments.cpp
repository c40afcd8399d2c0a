#include "../scenario.h"

// What ConnectEx refuses.
#include "requests.h"
SCENARIO_INET_ISO(connect_ex_bad_arguments) {
    SOCKET listener = listening_socket(family);
    Address address = name_of(listener);
    SOCKET client = bound_socket(family);
    auto connect_ex = extension<LPFN_CONNECTEX>(client, WSAID_CONNECTEX);
    Request request;
    started_ex("not bound", connect_ex(new_socket(family), address.get(), address.length, nullptr,
                                       0, nullptr, &request));
    started_ex("listening",
               connect_ex(listener, address.get(), address.length, nullptr, 0, nullptr, &request));
    started_ex("short name", connect_ex(client, address.get(), 4, nullptr, 0, nullptr, &request));
    Pair pair = connected_pair(family);
    started_ex("connected", connect_ex(pair.client, address.get(), address.length, nullptr, 0,
                                       nullptr, &request));
}

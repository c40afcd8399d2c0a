#include "../scenario.h"

// Caller data on a provider that has none: WSAEPROTONOSUPPORT. lpGQOS is reserved: WSAEINVAL.
SCENARIO_FAMILIES(connect_with_user_data) {
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    SOCKET client = new_socket(family);
    char data[] = "caller";
    WSABUF caller = {6, data};
    result("caller data",
           WSAConnect(client, where.get(), where.length, &caller, nullptr, nullptr, nullptr));
    QOS quality;
    memset(&quality, 0, sizeof quality);
    result("lpGQOS",
           WSAConnect(client, where.get(), where.length, nullptr, nullptr, nullptr, &quality));
    result("neither",
           WSAConnect(client, where.get(), where.length, nullptr, nullptr, nullptr, nullptr));
    made("accept", accept(listener, nullptr, nullptr));
}

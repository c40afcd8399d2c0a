#include "../scenario.h"

// WSARecvFrom: WSAEMSGSIZE and MSG_PARTIAL in the flags, over several buffers.
SCENARIO_INET(datagram_truncated_wsarecv) {
    SOCKET server = bound_socket(family, SOCK_DGRAM);
    SOCKET client = new_socket(family, SOCK_DGRAM);
    Address where = name_of(server);
    char one[] = "0123";
    char two[] = "456789";
    WSABUF out[] = {{4, one}, {6, two}};
    DWORD count = 0;
    result("WSASendTo",
           WSASendTo(client, out, 2, &count, 0, where.get(), where.length, nullptr, nullptr));
    value("sent", count);
    char a[3] = {}, b[4] = {};
    WSABUF in[] = {{3, a}, {4, b}};
    DWORD flags = 0;
    result("WSARecvFrom",
           WSARecvFrom(server, in, 2, &count, &flags, nullptr, nullptr, nullptr, nullptr));
    text("first", a, 3);
    text("second", b, 4);
}

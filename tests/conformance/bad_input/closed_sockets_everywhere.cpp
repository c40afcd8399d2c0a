#include "../scenario.h"

// A closed socket: WSAENOTSOCK everywhere.
SCENARIO_FAMILIES(closed_sockets_everywhere) {
    SOCKET s = listening_socket(family);
    Address where = name_of(s);
    closesocket(s);
    u_long number = 0;
    DWORD bytes = 0;
    char byte = 'x';
    result("bind", bind(s, where.get(), where.length));
    result("listen", listen(s, 5));
    made("accept", accept(s, nullptr, nullptr));
    result("connect", connect(s, where.get(), where.length));
    result("send", send(s, &byte, 1, 0));
    result("recv", recv(s, &byte, 1, 0));
    result("getsockname", getsockname(s, where.get(), &where.length));
    result("getpeername", getpeername(s, where.get(), &where.length));
    result("shutdown", shutdown(s, SD_BOTH));
    result("ioctlsocket", ioctlsocket(s, FIONREAD, &number));
    result("WSAIoctl",
           WSAIoctl(s, FIONREAD, nullptr, 0, &number, sizeof number, &bytes, nullptr, nullptr));
    result("WSASendDisconnect", WSASendDisconnect(s, nullptr));
    result("WSARecvDisconnect", WSARecvDisconnect(s, nullptr));
}

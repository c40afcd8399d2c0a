#include "../scenario.h"

// FIONBIO and FIONREAD by WSAIoctl, and its argument checks.
SCENARIO_INET(ioctl_by_wsaioctl) {
    Pair pair = connected_pair(family);
    u_long number = 1;
    DWORD bytes = 77;
    result("FIONBIO", WSAIoctl(pair.server, FIONBIO, &number, sizeof number, nullptr, 0, &bytes,
                               nullptr, nullptr));
    char byte;
    result("recv", recv(pair.server, &byte, 1, 0));
    send_text(pair.client, "abc");
    wait_readable(pair.server);
    result("FIONREAD", WSAIoctl(pair.server, FIONREAD, nullptr, 0, &number, sizeof number, &bytes,
                                nullptr, nullptr));
    value("pending", number);
    value("bytes", bytes);
    result("FIONREAD, no room",
           WSAIoctl(pair.server, FIONREAD, nullptr, 0, nullptr, 0, &bytes, nullptr, nullptr));
    result("FIONBIO, no value",
           WSAIoctl(pair.server, FIONBIO, nullptr, 0, nullptr, 0, &bytes, nullptr, nullptr));
    result("no count", WSAIoctl(pair.server, FIONREAD, nullptr, 0, &number, sizeof number, nullptr,
                                nullptr, nullptr));
    result("not a socket", WSAIoctl(INVALID_SOCKET, FIONREAD, nullptr, 0, &number, sizeof number,
                                    &bytes, nullptr, nullptr));
}

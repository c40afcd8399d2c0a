#include "../scenario.h"

// What needs no WSAStartup: byte order, the last error, address texts.
SCENARIO_NOT_STARTED(startup_not_needed) {
    value("htons", htons(0x1234));
    value("htonl", htonl(0x12345678));
    value("inet_addr", inet_addr("1.2.3.4"));
    WSASetLastError(WSAEDQUOT);
    error("WSAGetLastError", WSAGetLastError());
    error("GetLastError", (int)GetLastError());
    in_addr parsed;
    result("inet_pton", inet_pton(AF_INET, "127.0.0.1", &parsed));
    char buffer[64];
    text("inet_ntop", inet_ntop(AF_INET, &parsed, buffer, sizeof buffer), 9);
}

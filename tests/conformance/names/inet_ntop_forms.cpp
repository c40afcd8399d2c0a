#include "../scenario.h"

SCENARIO(inet_ntop_forms) {
    char buffer[64];
    in_addr four;
    four.s_addr = htonl(0x01020304);
    line("%s", inet_ntop(AF_INET, &four, buffer, sizeof buffer));
    for (const char* form :
         {"::", "::1", "2001:db8:0:0:1:0:0:1", "1:0:0:2:0:0:0:3", "::ffff:1.2.3.4",
          "1:2:3:4:5:6:7:8", "FE80::ABCD", "1:2:3:4:5:6:7:0"}) {
        in6_addr six;
        inet_pton(AF_INET6, form, &six);
        line("%s", inet_ntop(AF_INET6, &six, buffer, sizeof buffer));
    }
    truth("room of 4", inet_ntop(AF_INET, &four, buffer, 4) != nullptr);
    error("code", WSAGetLastError());
    truth("family 77", inet_ntop(77, &four, buffer, sizeof buffer) != nullptr);
    error("code", WSAGetLastError());
}

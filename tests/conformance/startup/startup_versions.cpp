#include "../scenario.h"

// The version negotiation: 1.0 to 2.2 as asked, anything higher becomes 2.2.
static void ask(const char* what, BYTE major, BYTE minor) {
    WSADATA data;
    memset(&data, 0, sizeof data);
    int code = WSAStartup(MAKEWORD(major, minor), &data);
    line("%s: %s, %d.%d of %d.%d", what, error_name(code), LOBYTE(data.wVersion),
         HIBYTE(data.wVersion), LOBYTE(data.wHighVersion), HIBYTE(data.wHighVersion));
    if (code == 0) {
        WSACleanup();
    }
}
SCENARIO_NOT_STARTED(startup_versions) {
    ask("1.0", 1, 0);
    ask("1.1", 1, 1);
    ask("2.0", 2, 0);
    ask("2.1", 2, 1);
    ask("2.2", 2, 2);
    ask("2.3", 2, 3);
    ask("3.0", 3, 0);
    ask("255.255", 255, 255);
}

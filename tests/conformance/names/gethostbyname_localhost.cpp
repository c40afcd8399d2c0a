#include "../scenario.h"

SCENARIO(gethostbyname_localhost) {
    hostent* host = gethostbyname("localhost");
    truth("found", host != nullptr);
    if (host != nullptr) {
        line("%s, %d bytes", family_name(host->h_addrtype), host->h_length);
        in_addr where;
        memcpy(&where, host->h_addr_list[0], sizeof where);
        line("%s", inet_ntoa(where));
    }
    host = gethostbyname("127.0.0.1");
    truth("numeric", host != nullptr && *(unsigned long*)host->h_addr_list[0] != 0);
    host = gethostbyname("no-such-host.invalid");
    truth("unknown", host != nullptr);
    char name[256];
    result("gethostname", gethostname(name, sizeof name));
    result("gethostname, no room", gethostname(name, 1));
    result("gethostname, NULL", gethostname(nullptr, 10));
}

#include "../scenario.h"

// 1 for an address, 0 for what is none, -1 for an unknown family.
static void ask(int family, const char* form) {
    unsigned char room[16];
    line("%s: %d", form, inet_pton(family, form, room));
}
SCENARIO(inet_pton_forms) {
    ask(AF_INET, "1.2.3.4");
    ask(AF_INET, "1.2.3");
    ask(AF_INET, "1.2.3.256");
    ask(AF_INET, "0x7f.0.0.1");
    ask(AF_INET, "");
    ask(AF_INET, "::1");
    ask(AF_INET6, "::1");
    ask(AF_INET6, "::");
    ask(AF_INET6, "2001:db8::1:2:3");
    ask(AF_INET6, "::ffff:1.2.3.4");
    ask(AF_INET6, "1:2:3:4:5:6:7:8");
    ask(AF_INET6, "1:2:3:4:5:6:7:8:9");
    ask(AF_INET6, "1::2::3");
    ask(AF_INET6, "12345::");
    ask(AF_INET6, "1.2.3.4");
    ask(AF_INET6, "g::1");
    unsigned char room[16];
    result("family 77", inet_pton(77, "1.2.3.4", room));
    result("NULL text", inet_pton(AF_INET, nullptr, room));
    result("NULL room", inet_pton(AF_INET, "1.2.3.4", nullptr));
}

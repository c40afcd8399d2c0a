#include "../scenario.h"

// The forms that inet_addr takes: a.b.c.d, a.b.c, a.b, a; decimal, octal and hexadecimal.
static void ask(const char* form) {
    unsigned long number = inet_addr(form);
    if (number == INADDR_NONE) {
        line("%s: INADDR_NONE", form);
    } else {
        in_addr where;
        where.s_addr = number;
        line("%s: %s", form, inet_ntoa(where));
    }
}
SCENARIO(inet_addr_forms) {
    ask("1.2.3.4");
    ask("127.1");
    ask("10.1.258");
    ask("16909060");
    ask("0x7f.0.0.1");
    ask("0177.0.0.1");
    ask("0x7f000001");
    ask("1.2.3.256");
    ask("1.2.3.4.5");
    ask("localhost");
    ask("1.2.3.4x");
    ask("255.255.255.255");
}

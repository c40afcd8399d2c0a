#include "../scenario.h"

// Numeric hosts need no look-up; the hints say what comes back.
static void ask(const char* what, const char* host, const char* service, int flags, int family,
                int type) {
    addrinfo hints;
    memset(&hints, 0, sizeof hints);
    hints.ai_flags = flags;
    hints.ai_family = family;
    hints.ai_socktype = type;
    addrinfo* list = nullptr;
    int code = getaddrinfo(host, service, &hints, &list);
    line("%s: %s", what, error_name(code));
    for (addrinfo* each = list; each != nullptr; each = each->ai_next) {
        address("  address", each->ai_addr);
        line("  %s %s %s", family_name(each->ai_family), type_name(each->ai_socktype),
             protocol_name(each->ai_protocol));
    }
    if (list != nullptr) {
        freeaddrinfo(list);
    }
}
SCENARIO(getaddrinfo_numeric) {
    ask("stream", "127.0.0.1", "80", AI_NUMERICHOST, AF_INET, SOCK_STREAM);
    ask("datagram", "127.0.0.1", "80", AI_NUMERICHOST, AF_INET, SOCK_DGRAM);
    ask("no service", "1.2.3.4", nullptr, AI_NUMERICHOST, AF_INET, SOCK_STREAM);
    ask("inet6", "::1", "80", AI_NUMERICHOST, AF_INET6, SOCK_STREAM);
    ask("unspecified", "::1", "80", AI_NUMERICHOST, AF_UNSPEC, SOCK_STREAM);
    ask("passive", nullptr, "80", AI_PASSIVE, AF_INET, SOCK_STREAM);
    ask("not passive", nullptr, "80", 0, AF_INET, SOCK_STREAM);
    ask("passive inet6", nullptr, "80", AI_PASSIVE, AF_INET6, SOCK_STREAM);
    ask("not numeric", "localhost", "80", AI_NUMERICHOST, AF_INET, SOCK_STREAM);
    ask("other family", "::1", "80", AI_NUMERICHOST, AF_INET, SOCK_STREAM);
    ask("neither", nullptr, nullptr, 0, AF_INET, SOCK_STREAM);
    ask("family 77", "127.0.0.1", "80", AI_NUMERICHOST, 77, SOCK_STREAM);
}

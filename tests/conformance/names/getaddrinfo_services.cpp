#include "../scenario.h"

// Service names, and what does not fit.
static void ask(const char* what, const char* service, int flags, int type, int protocol) {
    addrinfo hints;
    memset(&hints, 0, sizeof hints);
    hints.ai_flags = flags;
    hints.ai_family = AF_INET;
    hints.ai_socktype = type;
    hints.ai_protocol = protocol;
    addrinfo* list = nullptr;
    int code = getaddrinfo("127.0.0.1", service, &hints, &list);
    line("%s: %s", what, error_name(code));
    if (list != nullptr) {
        value("  port", ntohs(((sockaddr_in*)list->ai_addr)->sin_port));
        freeaddrinfo(list);
    }
}
SCENARIO(getaddrinfo_services) {
    ask("http", "http", 0, SOCK_STREAM, 0);
    ask("domain over UDP", "domain", 0, SOCK_DGRAM, 0);
    ask("number", "8080", 0, SOCK_STREAM, 0);
    ask("unknown", "no-such-service", 0, SOCK_STREAM, 0);
    ask("AI_NUMERICSERV", "http", AI_NUMERICSERV, SOCK_STREAM, 0);
    ask("type 77", "80", 0, 77, 0);
}

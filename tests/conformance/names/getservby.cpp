#include "../scenario.h"

SCENARIO(getservby) {
    servent* service = getservbyname("http", "tcp");
    truth("http", service != nullptr);
    if (service != nullptr) {
        line("%s %d %s", service->s_name, ntohs(service->s_port), service->s_proto);
    }
    service = getservbyname("domain", nullptr);
    truth("any protocol", service != nullptr && ntohs(service->s_port) == 53);
    service = getservbyport(htons(53), "udp");
    truth("by port", service != nullptr && strcmp(service->s_name, "domain") == 0);
    truth("unknown", getservbyname("no-such-service", "tcp") != nullptr);
    error("code", WSAGetLastError());
    truth("unknown port", getservbyport(htons(64999), "tcp") != nullptr);
    error("code", WSAGetLastError());
}

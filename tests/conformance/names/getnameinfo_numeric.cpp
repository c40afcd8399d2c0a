#include "../scenario.h"

// NI_NUMERICHOST and NI_NUMERICSERV, the services of both protocols, and the errors.
static void ask(const char* what, const Address& where, int host_room, int service_room,
                int flags) {
    char host[128] = "?";
    char service[64] = "?";
    int code = getnameinfo(where.get(), where.length, host_room != 0 ? host : nullptr, host_room,
                           service_room != 0 ? service : nullptr, service_room, flags);
    line("%s: %s %s %s", what, error_name(code), code == 0 ? host : "", code == 0 ? service : "");
}
SCENARIO(getnameinfo_numeric) {
    const int numeric = NI_NUMERICHOST | NI_NUMERICSERV;
    ask("both", loopback(AF_INET, 80), 128, 64, numeric);
    ask("IPv6", loopback(AF_INET6, 80), 128, 64, numeric);
    ask("service", loopback(AF_INET, 80), 128, 64, NI_NUMERICHOST);
    ask("UDP", loopback(AF_INET, 53), 128, 64, NI_NUMERICHOST | NI_DGRAM);
    ask("host alone", loopback(AF_INET, 80), 128, 0, numeric);
    ask("service alone", loopback(AF_INET, 80), 0, 64, numeric);
    ask("neither", loopback(AF_INET, 80), 0, 0, numeric);
    char little[4];
    Address self = loopback(AF_INET, 80);
    truth("room for all of it",
          getnameinfo(self.get(), self.length, little, sizeof little, nullptr, 0, numeric) == 0);
    Address where = loopback(AF_INET, 80);
    where.length = 4;
    ask("address too short", where, 128, 64, numeric);
    where = loopback(AF_INET, 80);
    where.any.sa_family = 77;
    ask("family 77", where, 128, 64, numeric);
}

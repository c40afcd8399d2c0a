#include "../scenario.h"

// WSAAddressToString and WSAStringToAddress.
static void there_and_back(const char* form, int family) {
    Address where;
    memset(&where, 0, sizeof where);
    where.length = sizeof where.storage;
    char in[128];
    snprintf(in, sizeof in, "%s", form);
    int rc = WSAStringToAddressA(in, family, nullptr, where.get(), &where.length);
    if (rc != 0) {
        line("%s: %s", form, error_name(WSAGetLastError()));
        return;
    }
    char out[128];
    DWORD length = sizeof out;
    rc = WSAAddressToStringA(where.get(), where.length, nullptr, out, &length);
    line("%s: %s, %d, %lu", form, rc == 0 ? out : error_name(WSAGetLastError()), where.length,
         (unsigned long)length);
}
SCENARIO(address_to_string) {
    there_and_back("1.2.3.4", AF_INET);
    there_and_back("1.2.3.4:80", AF_INET);
    there_and_back("[::1]:80", AF_INET6);
    there_and_back("::1", AF_INET6);
    there_and_back("2001:db8::7", AF_INET6);
    there_and_back("1.2.3.4:99999", AF_INET);
    there_and_back("nonsense", AF_INET);
    there_and_back("::1", AF_INET);
}

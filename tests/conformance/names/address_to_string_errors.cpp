#include "../scenario.h"

SCENARIO(address_to_string_errors) {
    Address where = loopback(AF_INET, 80);
    char out[32];
    DWORD length = 4;
    result("no room", WSAAddressToStringA(where.get(), where.length, nullptr, out, &length));
    value("needed", length);
    length = sizeof out;
    result("no address", WSAAddressToStringA(nullptr, 16, nullptr, out, &length));
    result("address too short", WSAAddressToStringA(where.get(), 4, nullptr, out, &length));
    char in[] = "1.2.3.4";
    int size = 4;
    result("no room for the address",
           WSAStringToAddressA(in, AF_INET, nullptr, where.get(), &size));
    value("needed", size);
    result("no text", WSAStringToAddressA(nullptr, AF_INET, nullptr, where.get(), &where.length));
}

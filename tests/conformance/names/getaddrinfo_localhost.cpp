#include "../scenario.h"

// localhost is the loopback, in both character widths.
SCENARIO(getaddrinfo_localhost) {
    addrinfo hints;
    memset(&hints, 0, sizeof hints);
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_CANONNAME;
    addrinfo* list = nullptr;
    error("getaddrinfo", getaddrinfo("localhost", "80", &hints, &list));
    if (list != nullptr) {
        address("address", list->ai_addr);
        truth("canonical name", list->ai_canonname != nullptr);
        freeaddrinfo(list);
    }
    ADDRINFOW wide_hints;
    memset(&wide_hints, 0, sizeof wide_hints);
    wide_hints.ai_family = AF_INET;
    wide_hints.ai_socktype = SOCK_STREAM;
    ADDRINFOW* wide = nullptr;
    error("GetAddrInfoW", GetAddrInfoW(L"localhost", L"80", &wide_hints, &wide));
    if (wide != nullptr) {
        address("address", wide->ai_addr);
        FreeAddrInfoW(wide);
    }
    freeaddrinfo(nullptr);
}

#include "../scenario.h"

// 300-character and non-UTF-8 host names: an error, no crash.
SCENARIO(getaddrinfo_bad_input) {
    char name[301];
    memset(name, 'a', 300);
    name[300] = 0;
    addrinfo* list = nullptr;
    truth("300 characters", getaddrinfo(name, "80", nullptr, &list) == 0);
    truth("not UTF-8", getaddrinfo("\xff\xfe\x80", "80", nullptr, &list) == 0);
    truth("empty label", getaddrinfo("a..b", "80", nullptr, &list) == 0);
    truth("gethostbyname, 300 characters", gethostbyname(name) != nullptr);
    truth("no list", list == nullptr);
}

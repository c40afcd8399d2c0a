#include "../scenario.h"

// 0 when the time is over, the sets emptied, the timeval untouched.
SCENARIO_FAMILIES(select_timeout) {
    Pair pair = connected_pair(family);
    fd_set set;
    FD_ZERO(&set);
    FD_SET(pair.client, &set);
    timeval timeout = {0, 150000};
    ULONGLONG began = GetTickCount64();
    result("select", select(0, &set, nullptr, nullptr, &timeout));
    truth("waited", GetTickCount64() - began >= 130);
    value("count", set.fd_count);
    value("tv_usec", timeout.tv_usec);
}

#include "../scenario.h"

SCENARIO_FAMILIES(poll_timeout) {
    Pair pair = connected_pair(family);
    WSAPOLLFD poll = {pair.client, POLLRDNORM, 0x7f};
    ULONGLONG began = GetTickCount64();
    value("WSAPoll", WSAPoll(&poll, 1, 150));
    truth("waited", GetTickCount64() - began >= 130);
    value("revents", poll.revents);
}

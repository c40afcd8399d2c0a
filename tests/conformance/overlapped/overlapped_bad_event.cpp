#include "../scenario.h"

// An hEvent that is no event fails in the call.
#include "requests.h"
SCENARIO_INET(overlapped_bad_event) {
    Pair pair = connected_pair(family);
    OVERLAPPED request = {};
    request.hEvent = reinterpret_cast<HANDLE>(static_cast<ULONG_PTR>(0x4ffffff0));
    char data[4];
    started("receive", receive(pair.server, data, sizeof data, &request));
}

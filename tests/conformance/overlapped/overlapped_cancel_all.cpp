#include "../scenario.h"

// CancelIoEx without a request ends all of them, CancelIo those of this thread.
#include "requests.h"
SCENARIO_CONNECTIONS(overlapped_cancel_all) {
    Pair pair = connected_pair(family);
    Request requests[2];
    char data[4];
    for (Request& request : requests)
        started("receive", receive(pair.server, data, 1, &request));
    truth("CancelIoEx", CancelIoEx(reinterpret_cast<HANDLE>(pair.server), nullptr));
    for (Request& request : requests)
        outcome("receive", pair.server, &request);
    started("receive", receive(pair.server, data, 1, &requests[0]));
    truth("CancelIo", CancelIo(reinterpret_cast<HANDLE>(pair.server)));
    outcome("receive", pair.server, &requests[0]);
    truth("CancelIo of nothing", CancelIo(reinterpret_cast<HANDLE>(pair.server)));
}

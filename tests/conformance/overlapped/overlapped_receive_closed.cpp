#include "../scenario.h"

// closesocket ends what is outstanding: the event is set, the status is STATUS_CANCELLED.
#include "requests.h"
SCENARIO_INET(overlapped_receive_closed) {
    Pair pair = connected_pair(family);
    Request requests[2];
    char data[4];
    for (Request& request : requests)
        started("receive", receive(pair.server, data, 1, &request));
    result("closesocket", closesocket(pair.server));
    for (Request& request : requests) {
        truth("event set", WaitForSingleObject(request.hEvent, 10000) == WAIT_OBJECT_0);
        truth("cancelled", request.Internal == 0xC0000120);
    }
}

#include "../scenario.h"

// CancelIoEx ends the one request; another waits on.
#include "requests.h"
SCENARIO_CONNECTIONS(overlapped_cancel_one) {
    Pair pair = connected_pair(family);
    Request requests[2];
    char data[4];
    for (Request& request : requests)
        started("receive", receive(pair.server, data, 1, &request));
    truth("cancelled", CancelIoEx(reinterpret_cast<HANDLE>(pair.server), &requests[1]));
    outcome("second", pair.server, &requests[1]);
    send_text(pair.client, "a");
    outcome("first", pair.server, &requests[0]);
    truth("cancelled again", CancelIoEx(reinterpret_cast<HANDLE>(pair.server), &requests[1]));
    truth("not found", GetLastError() == ERROR_NOT_FOUND);
}

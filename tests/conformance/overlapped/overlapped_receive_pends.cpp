#include "../scenario.h"

// A receive without data pends; it completes when data comes, and sets its event.
#include "requests.h"
SCENARIO_INET(overlapped_receive_pends) {
    Pair pair = connected_pair(family);
    Request request;
    char data[16];
    started("receive", receive(pair.server, data, sizeof data, &request));
    truth("event set", WaitForSingleObject(request.hEvent, 0) == WAIT_OBJECT_0);
    DWORD bytes = 7;
    DWORD flags = 0;
    truth("result", WSAGetOverlappedResult(pair.server, &request, &bytes, FALSE, &flags));
    error("result", WSAGetLastError());
    send_text(pair.client, "hello");
    outcome("receive", pair.server, &request);
    text("data", data, 5);
}

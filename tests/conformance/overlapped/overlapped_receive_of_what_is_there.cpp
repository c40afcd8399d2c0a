#include "../scenario.h"

// Data that is there completes the receive at once; its event is set all the same.
#include "requests.h"
SCENARIO_INET(overlapped_receive_of_what_is_there) {
    Pair pair = connected_pair(family);
    Request request;
    char data[16];
    send_text(pair.client, "hello");
    wait_readable(pair.server);
    WSABUF buffer = {sizeof data, data};
    DWORD bytes = 0;
    DWORD flags = 0;
    started("receive", WSARecv(pair.server, &buffer, 1, &bytes, &flags, &request, nullptr));
    value("bytes", bytes);
    truth("event set", WaitForSingleObject(request.hEvent, 0) == WAIT_OBJECT_0);
    outcome("receive", pair.server, &request);
}

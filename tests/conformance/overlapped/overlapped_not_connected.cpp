#include "../scenario.h"

// What cannot be started fails in the call.
#include "requests.h"
SCENARIO_INET(overlapped_not_connected) {
    SOCKET s = new_socket(family);
    Request request;
    char data[4];
    started("receive", receive(s, data, sizeof data, &request));
    started("send", send_out(s, "x", 1, &request));
    truth("event set", WaitForSingleObject(request.hEvent, 0) == WAIT_OBJECT_0);
}

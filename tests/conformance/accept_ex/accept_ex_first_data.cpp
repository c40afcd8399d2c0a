#include "../scenario.h"

// With room for data AcceptEx waits for the first.
#include "requests.h"
SCENARIO_CONNECTIONS(accept_ex_first_data) {
    SOCKET listener = listening_socket(family);
    SOCKET accepting = new_socket(family);
    Request request;
    char buffer[256];
    DWORD received = 0;
    const DWORD length = address_size(family) + 16;
    started_ex("AcceptEx",
               AcceptEx(listener, accepting, buffer, 16, length, length, &received, &request));
    SOCKET client = connected_to(listener);
    truth("done", WaitForSingleObject(request.hEvent, 50) == WAIT_OBJECT_0);
    send_text(client, "hello");
    outcome("AcceptEx", listener, &request);
    text("data", buffer, 5);
}

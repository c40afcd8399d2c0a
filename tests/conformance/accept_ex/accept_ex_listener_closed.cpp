#include "../scenario.h"

// The close of the listener ends it.
#include "requests.h"
SCENARIO_CONNECTIONS(accept_ex_listener_closed) {
    SOCKET listener = listening_socket(family);
    SOCKET accepting = new_socket(family);
    Request request;
    char buffer[256];
    DWORD received = 0;
    const DWORD length = address_size(family) + 16;
    started_ex("AcceptEx",
               AcceptEx(listener, accepting, buffer, 0, length, length, &received, &request));
    closesocket(listener);
    truth("event set", WaitForSingleObject(request.hEvent, 10000) == WAIT_OBJECT_0);
    truth("cancelled", request.Internal == 0xC0000120);
}

#include "../scenario.h"

// CancelIoEx on the listener ends it; the socket can be used again.
#include "requests.h"
SCENARIO_CONNECTIONS(accept_ex_cancelled) {
    SOCKET listener = listening_socket(family);
    SOCKET accepting = new_socket(family);
    Request request;
    char buffer[256];
    DWORD received = 0;
    const DWORD length = address_size(family) + 16;
    started_ex("AcceptEx",
               AcceptEx(listener, accepting, buffer, 0, length, length, &received, &request));
    truth("cancelled", CancelIoEx(reinterpret_cast<HANDLE>(listener), &request));
    outcome("AcceptEx", listener, &request);
    started_ex("AcceptEx",
               AcceptEx(listener, accepting, buffer, 0, length, length, &received, &request));
    connected_to(listener);
    outcome("AcceptEx", listener, &request);
}

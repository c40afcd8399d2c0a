#include "../scenario.h"

// What AcceptEx refuses.
#include "requests.h"
SCENARIO_CONNECTIONS(accept_ex_bad_arguments) {
    SOCKET listener = listening_socket(family);
    SOCKET accepting = new_socket(family);
    Request request;
    char buffer[256];
    DWORD received = 0;
    const DWORD length = address_size(family) + 16;
    started_ex("not listening", AcceptEx(new_socket(family), accepting, buffer, 0, length, length,
                                         &received, &request));
    started_ex("bound", AcceptEx(listener, bound_socket(family), buffer, 0, length, length,
                                 &received, &request));
    started_ex("no listener",
               AcceptEx(INVALID_SOCKET, accepting, buffer, 0, length, length, &received, &request));
}

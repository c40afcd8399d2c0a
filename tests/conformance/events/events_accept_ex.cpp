// AcceptEx re-enables FD_ACCEPT; with SO_UPDATE_ACCEPT_CONTEXT the socket has the listener's
// events, as after accept.
#include "requests.h"
SCENARIO_CONNECTIONS(events_accept_ex) {
    SOCKET listener = listening_socket(family);
    WSAEVENT event = select_events(listener, FD_ACCEPT | FD_READ | FD_WRITE | FD_CLOSE);
    connected_to(listener);
    connected_to(listener);
    told("requests", listener, event, FD_ACCEPT);
    const DWORD length = address_size(family) + 16;
    char buffer[256];
    DWORD received = 0;
    SOCKET accepting[] = {new_socket(family), new_socket(family), new_socket(family)};
    Request requests[3];
    AcceptEx(listener, accepting[0], buffer, 0, length, length, &received, &requests[0]);
    outcome("AcceptEx", listener, &requests[0]);
    told("the second", listener, event, FD_ACCEPT);
    AcceptEx(listener, accepting[1], buffer, 0, length, length, &received, &requests[1]);
    outcome("AcceptEx", listener, &requests[1]);
    wait_event(event, 20);
    told_now("none is left", listener, event);
    AcceptEx(listener, accepting[2], buffer, 0, length, length, &received, &requests[2]);
    connected_to(listener);
    outcome("AcceptEx", listener, &requests[2]);
    wait_event(event, 20);
    told_now("what a request took", listener, event);
}

SCENARIO_CONNECTIONS(events_accept_ex_context) {
    SOCKET listener = listening_socket(family);
    WSAEVENT event = select_events(listener, FD_ACCEPT | FD_READ | FD_WRITE | FD_CLOSE);
    const DWORD length = address_size(family) + 16;
    char buffer[256];
    DWORD received = 0;
    SOCKET accepting = new_socket(family);
    Request request;
    AcceptEx(listener, accepting, buffer, 0, length, length, &received, &request);
    send_text(connected_to(listener), "x");
    outcome("AcceptEx", listener, &request);
    wait_event(event, 20);
    told_now("before the context", accepting, event);
    result("update", setsockopt(accepting, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT,
                                (const char*)&listener, sizeof listener));
    told("accepted", accepting, event, FD_READ | FD_WRITE);
}

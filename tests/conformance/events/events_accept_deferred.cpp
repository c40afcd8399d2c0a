// Nothing is told of requests behind one that is deferred, and WSATRY_AGAIN re-enables nothing.
static int answer = CF_DEFER;
static int CALLBACK condition(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                              DWORD_PTR) {
    return answer;
}
SCENARIO_CONNECTIONS(events_accept_deferred) {
    SOCKET listener = listening_socket(family);
    WSAEVENT event = select_events(listener, FD_ACCEPT);
    connected_to(listener);
    told("first", listener, event, FD_ACCEPT);
    made("deferred", WSAAccept(listener, nullptr, nullptr, condition, 0));
    wait_event(event, 50);
    told_now("told of the deferred", listener, event);
    connected_to(listener);
    wait_event(event, 50);
    told_now("told of one behind it", listener, event);
    answer = CF_ACCEPT;
    made("accepted", WSAAccept(listener, nullptr, nullptr, condition, 0));
    told("then", listener, event, FD_ACCEPT);
    made("accept", accept(listener, nullptr, nullptr));
    wait_event(event, 50);
    told_now("at the end", listener, event);
}

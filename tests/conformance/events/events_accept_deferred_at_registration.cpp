// A request that is deferred can be accepted: a new registration is told of it.
static int CALLBACK condition(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                              DWORD_PTR) {
    return CF_DEFER;
}
SCENARIO_CONNECTIONS(events_accept_deferred_at_registration) {
    SOCKET listener = listening_socket(family);
    connected_to(listener);
    made("deferred", WSAAccept(listener, nullptr, nullptr, condition, 0));
    WSAEVENT event = select_events(listener, FD_ACCEPT);
    told_now("told", listener, event);
    made("accept", accept(listener, nullptr, nullptr));
    wait_event(event, 50);
    told_now("at the end", listener, event);
}

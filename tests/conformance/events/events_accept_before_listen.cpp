// As in the documentation's example: registered, then listening.
SCENARIO_CONNECTIONS(events_accept_before_listen) {
    SOCKET listener = bound_socket(family);
    WSAEVENT event = select_events(listener, FD_ACCEPT | FD_CLOSE);
    told_now("not listening", listener, event);
    result("listen", listen(listener, 5));
    wait_event(event, 50);
    told_now("listening", listener, event);
    connected_to(listener);
    told("request", listener, event, FD_ACCEPT);
    made("accept", accept(listener, nullptr, nullptr));
}

// FD_ACCEPT comes again after accept while another request waits, and not before.
SCENARIO_CONNECTIONS(events_accept_level) {
    SOCKET listener = listening_socket(family);
    WSAEVENT event = select_events(listener, FD_ACCEPT);
    told_now("nobody", listener, event);
    connected_to(listener);
    told("first", listener, event, FD_ACCEPT);
    connected_to(listener);
    wait_event(event, 50);
    told_now("second before accept", listener, event);
    made("accept", accept(listener, nullptr, nullptr));
    told("after accept", listener, event, FD_ACCEPT);
    made("accept", accept(listener, nullptr, nullptr));
    wait_event(event, 50);
    told_now("after the last", listener, event);
    made("accept", accept(listener, nullptr, nullptr));
    connected_to(listener);
    told("third", listener, event, FD_ACCEPT);
}

// A request that waits already is told at once, and the event object is set at once.
SCENARIO_CONNECTIONS(events_accept_at_registration) {
    SOCKET listener = listening_socket(family);
    connected_to(listener);
    wait_readable(listener);
    WSAEVENT event = select_events(listener, FD_ACCEPT);
    truth("set", is_set(event));
    told_now("told", listener, event);
    truth("set after WSAEnumNetworkEvents", is_set(event));
}

// The event object that is reset is the one given.
SCENARIO_INET(events_enumerate_other_event) {
    Pair pair = connected_pair(family);
    WSAEVENT event = select_events(pair.server, FD_READ);
    WSAEVENT other = WSACreateEvent();
    WSASetEvent(other);
    send_text(pair.client, "1");
    truth("set", wait_event(event));
    told_now("told", pair.server, other);
    truth("set", is_set(event));
    truth("the other", is_set(other));
}

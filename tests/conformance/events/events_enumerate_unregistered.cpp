// A socket without a registration has nothing to tell.
SCENARIO_FAMILIES(events_enumerate_unregistered) {
    Pair pair = connected_pair(family);
    send_text(pair.client, "1");
    wait_readable(pair.server);
    WSAEVENT event = WSACreateEvent();
    WSASetEvent(event);
    told_now("told", pair.server, event);
    truth("set", is_set(event));
}

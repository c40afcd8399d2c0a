// Only what was asked for is recorded; the rest is told to a registration that asks.
SCENARIO_CONNECTIONS(events_unwanted) {
    Pair pair = connected_pair(family);
    WSAEVENT event = select_events(pair.server, FD_CLOSE);
    send_text(pair.client, "1");
    wait_readable(pair.server);
    truth("set", is_set(event));
    told_now("FD_CLOSE alone", pair.server, event);
    result("FD_READ, too", WSAEventSelect(pair.server, event, FD_CLOSE | FD_READ));
    told_now("told", pair.server, event);
}

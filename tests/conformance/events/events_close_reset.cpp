// A connection that is broken: FD_CLOSE with WSAECONNRESET.
SCENARIO_INET_ISO(events_close_reset) {
    Pair pair = connected_pair(family);
    WSAEVENT event = select_events(pair.server, FD_READ | FD_CLOSE);
    close_hard(pair.client);
    told("reset", pair.server, event, FD_CLOSE);
    take("recv", pair.server, 1);
    wait_event(event, 50);
    told_now("once", pair.server, event);
}

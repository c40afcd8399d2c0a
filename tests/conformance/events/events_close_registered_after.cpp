// Registered after the peer closed: told at once.
SCENARIO_CONNECTIONS(events_close_registered_after) {
    Pair pair = connected_pair(family);
    closesocket(pair.client);
    wait_readable(pair.server);
    WSAEVENT event = select_events(pair.server, FD_READ | FD_CLOSE);
    truth("set", is_set(event));
    told_now("told", pair.server, event);
}

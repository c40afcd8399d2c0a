// One's own shutdown is no FD_CLOSE; the peer's answer is.
SCENARIO_INET_ISO(events_close_own_shutdown) {
    Pair pair = connected_pair(family);
    WSAEVENT event = select_events(pair.server, FD_READ | FD_CLOSE);
    result("shutdown", shutdown(pair.server, SD_RECEIVE));
    wait_event(event, 50);
    told_now("SD_RECEIVE", pair.server, event);
    result("shutdown", shutdown(pair.server, SD_SEND));
    wait_event(event, 50);
    told_now("SD_SEND", pair.server, event);
    result("shutdown", shutdown(pair.client, SD_SEND));
    told("the peer's", pair.server, event, FD_CLOSE);
}

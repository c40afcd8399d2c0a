// The reset is told although data has not been read.
SCENARIO_INET_ISO(events_close_reset_at_once) {
    Pair pair = connected_pair(family);
    WSAEVENT event = select_events(pair.server, FD_READ | FD_CLOSE);
    send_text(pair.client, "unread");
    told("data", pair.server, event, FD_READ);
    close_hard(pair.client);
    told("reset", pair.server, event, FD_CLOSE);
}

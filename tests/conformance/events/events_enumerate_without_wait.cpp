// WSAEnumNetworkEvents tells what has happened though no thread ever waited for the event.
SCENARIO_FAMILIES(events_enumerate_without_wait) {
    Pair pair = connected_pair(family);
    WSAEVENT event = select_events(pair.server, FD_READ);
    send_text(pair.client, "1");
    wait_readable(pair.server);
    told_now("told", pair.server, event);
}

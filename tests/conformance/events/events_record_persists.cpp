// What is recorded stays until it is enumerated, whatever the program receives meanwhile.
SCENARIO_INET_ISO(events_record_persists) {
    Pair pair = connected_pair(family);
    WSAEVENT event = select_events(pair.server, FD_READ);
    send_text(pair.client, "1");
    truth("set", wait_event(event));
    take("recv", pair.server, 10);
    truth("still set", is_set(event));
    told_now("told", pair.server, event);
    truth("set after that", is_set(event));
}

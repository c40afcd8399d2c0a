// After a cancel nothing is recorded and no event object is set; the record is cleared.
SCENARIO_CONNECTIONS(events_cancelled) {
    Pair pair = connected_pair(family);
    WSAEVENT event = select_events(pair.server, FD_READ);
    send_text(pair.client, "1");
    truth("set", wait_event(event));
    result("cancel", WSAEventSelect(pair.server, nullptr, 0));
    told_now("record", pair.server, event);
    take("recv", pair.server, 1);
    send_text(pair.client, "2");
    wait_readable(pair.server);
    truth("set", is_set(event));
    told_now("record", pair.server, event);
}

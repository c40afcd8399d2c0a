// A second registration cancels the first: other events, other event object, an empty record.
SCENARIO_CONNECTIONS(events_replaced) {
    Pair pair = connected_pair(family);
    WSAEVENT first = select_events(pair.server, FD_READ);
    send_text(pair.client, "1");
    truth("first set", wait_event(first));
    WSAEVENT second = select_events(pair.server, FD_WRITE);
    told("second", pair.server, second, FD_WRITE);
    WSAResetEvent(first);
    take("recv", pair.server, 1);
    send_text(pair.client, "2");
    wait_readable(pair.server);
    truth("first set", is_set(first));
    truth("second set", is_set(second));
    told_now("record", pair.server, second);
}

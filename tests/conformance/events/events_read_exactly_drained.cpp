// A receive that takes exactly what there was: no FD_READ for nothing.
SCENARIO_FAMILIES(events_read_exactly_drained) {
    Pair pair = connected_pair(family);
    WSAEVENT event = select_events(pair.server, FD_READ | FD_CLOSE);
    send_text(pair.client, "1234");
    told("data", pair.server, event, FD_READ);
    take("recv", pair.server, 4);
    wait_event(event, 50);
    told_now("drained", pair.server, event);
    take("recv", pair.server, 4);
    send_text(pair.client, "5");
    told("new data", pair.server, event, FD_READ);
}

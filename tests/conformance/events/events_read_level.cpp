// FD_READ is level-triggered, and re-enabled by a receive alone.
SCENARIO_FAMILIES(events_read_level) {
    Pair pair = connected_pair(family);
    WSAEVENT event = select_events(pair.server, FD_READ);
    told_now("nothing sent", pair.server, event);
    send_text(pair.client, "1234");
    told("data", pair.server, event, FD_READ);
    send_text(pair.client, "5678");
    wait_event(event, 50);
    told_now("more before recv", pair.server, event);
    u_long ready = 0;
    ioctlsocket(pair.server, FIONREAD, &ready);
    told_now("after FIONREAD", pair.server, event);
    take("recv", pair.server, 2);
    told("rest", pair.server, event, FD_READ);
    take("recv", pair.server, 10);
    wait_event(event, 50);
    told_now("drained", pair.server, event);
    send_text(pair.client, "9");
    told("new data", pair.server, event, FD_READ);
}

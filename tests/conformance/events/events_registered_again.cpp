// A registration is told what holds, even if the one before it was.
SCENARIO_INET_ISO(events_registered_again) {
    Pair pair = connected_pair(family);
    send_text(pair.client, "1");
    wait_readable(pair.server);
    WSAEVENT event = select_events(pair.server, FD_READ | FD_WRITE);
    told_now("first", pair.server, event);
    result("again", WSAEventSelect(pair.server, event, FD_READ | FD_WRITE));
    truth("set", is_set(event));
    told_now("second", pair.server, event);
}

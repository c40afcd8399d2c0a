// "Any call to the reenabling routine, even one that fails."
SCENARIO_INET(events_read_failing_reenables) {
    Pair pair = connected_pair(family);
    WSAEVENT event = select_events(pair.server, FD_READ);
    send_text(pair.client, "1234");
    told("data", pair.server, event, FD_READ);
    result("recv", recv(pair.server, nullptr, 10, 0));
    told("again", pair.server, event, FD_READ);
}

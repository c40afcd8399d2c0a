// Several sockets share one event object; each has its own record.
SCENARIO_CONNECTIONS(events_one_object_for_many) {
    Pair first = connected_pair(family);
    Pair second = connected_pair(family);
    WSAEVENT event = select_events(first.server, FD_READ);
    result("second", WSAEventSelect(second.server, event, FD_READ));
    send_text(first.client, "1");
    send_text(second.client, "2");
    wait_readable(first.server);
    wait_readable(second.server);
    truth("set", wait_event(event));
    told_now("first", first.server, event);
    told_now("second", second.server, event);
}

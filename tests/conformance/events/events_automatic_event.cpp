// An event object of CreateEvent's that resets itself will do.
SCENARIO_INET_ISO(events_automatic_event) {
    Pair pair = connected_pair(family);
    HANDLE event = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    result("WSAEventSelect", WSAEventSelect(pair.server, event, FD_READ));
    send_text(pair.client, "1");
    truth("set", WaitForSingleObject(event, 10000) == WAIT_OBJECT_0);
    truth("reset by the wait", !is_set(event));
    told_now("told", pair.server, nullptr);
    take("recv", pair.server, 1);
    send_text(pair.client, "2");
    truth("set", WaitForSingleObject(event, 10000) == WAIT_OBJECT_0);
    told_now("told", pair.server, nullptr);
}

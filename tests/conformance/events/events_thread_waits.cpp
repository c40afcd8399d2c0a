// A thread that waits already is woken by a registration, and by data.
static WSAEVENT event;
static bool woken;
static void waits(void*) {
    woken = WSAWaitForMultipleEvents(1, &event, FALSE, 10000, FALSE) == WSA_WAIT_EVENT_0;
}
SCENARIO_CONNECTIONS(events_thread_waits) {
    event = WSACreateEvent();
    Pair pair = connected_pair(family);
    {
        Thread thread(waits, nullptr);
        send_text(pair.client, "1");
        wait_readable(pair.server);
        result("WSAEventSelect", WSAEventSelect(pair.server, event, FD_READ));
        truth("ended", thread.join());
        truth("woken by the registration", woken);
    }
    told_now("told", pair.server, event);
    take("recv", pair.server, 1);
    {
        Thread thread(waits, nullptr);
        send_text(pair.client, "2");
        truth("ended", thread.join());
        truth("woken by data", woken);
    }
    told_now("told", pair.server, event);
}

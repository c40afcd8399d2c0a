// FD_CLOSE comes after the last data was read, with no error, once; no FD_READ for it. (AF_ISO:
// data are a message, of which recv tells that it is longer.)
SCENARIO_CONNECTIONS(events_close_graceful) {
    Pair pair = connected_pair(family);
    WSAEVENT event = select_events(pair.server, FD_READ | FD_CLOSE);
    send_text(pair.client, "last words");
    told("data", pair.server, event, FD_READ);
    closesocket(pair.client);
    wait_event(event, 50);
    told_now("data unread", pair.server, event);
    take("recv", pair.server, 4);
    told("some unread", pair.server, event, FD_READ);
    take("recv", pair.server, 10);
    told("all read", pair.server, event, FD_CLOSE);
    take("recv", pair.server, 10);
    wait_event(event, 50);
    told_now("once", pair.server, event);
}

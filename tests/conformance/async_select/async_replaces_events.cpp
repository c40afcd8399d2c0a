// WSAAsyncSelect and WSAEventSelect replace each other.
SCENARIO_CONNECTIONS(async_replaces_events) {
    HWND window = receiver();
    Pair pair = connected_pair(family);
    WSAEVENT event = WSACreateEvent();
    result("WSAEventSelect", WSAEventSelect(pair.server, event, FD_READ));
    select_messages(pair.server, window, FD_READ);
    send_text(pair.client, "1");
    told("messages", window, pair.server, FD_READ);
    truth("event set", WSAWaitForMultipleEvents(1, &event, FALSE, 0, FALSE) == WSA_WAIT_EVENT_0);
    WSANETWORKEVENTS events;
    result("enumerate", WSAEnumNetworkEvents(pair.server, event, &events));
    value("recorded", events.lNetworkEvents);
    take("recv", pair.server, 1);
    result("WSAEventSelect", WSAEventSelect(pair.server, event, FD_READ));
    send_text(pair.client, "2");
    truth("event set",
          WSAWaitForMultipleEvents(1, &event, FALSE, 10000, FALSE) == WSA_WAIT_EVENT_0);
    told("messages", window, pair.server, 0);
}

// WSAEnumNetworkEvents: no error codes but those of the events told, and the reset.
SCENARIO_INET(events_enumerate) {
    Pair pair = connected_pair(family);
    WSAEVENT event = select_events(pair.server, FD_READ);
    send_text(pair.client, "1");
    truth("set", wait_event(event));
    WSANETWORKEVENTS events;
    memset(&events, 0x55, sizeof events);
    result("without an event object", WSAEnumNetworkEvents(pair.server, nullptr, &events));
    truth("FD_READ", events.lNetworkEvents == FD_READ);
    error("its code", events.iErrorCode[FD_READ_BIT]);
    truth("others untouched", events.iErrorCode[FD_CLOSE_BIT] == 0x55555555);
    truth("still set", is_set(event));
    memset(&events, 0x55, sizeof events);
    result("again", WSAEnumNetworkEvents(pair.server, event, &events));
    value("events", events.lNetworkEvents);
    truth("untouched", events.iErrorCode[FD_READ_BIT] == 0x55555555);
    truth("reset, though nothing was told", !is_set(event));
}

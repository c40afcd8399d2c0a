// Event objects: manual, not signalled at first; errors.
SCENARIO(events_objects) {
    WSAEVENT event = WSACreateEvent();
    truth("set at first", is_set(event));
    truth("WSASetEvent", WSASetEvent(event));
    truth("set", is_set(event));
    truth("still set", is_set(event));
    truth("WSAResetEvent", WSAResetEvent(event));
    truth("reset", is_set(event));
    truth("WSACloseEvent", WSACloseEvent(event));
    truth("WSACloseEvent", WSACloseEvent(event));
    error("closed", WSAGetLastError());
    truth("WSASetEvent", WSASetEvent(event));
    error("closed", WSAGetLastError());
    truth("WSAResetEvent", WSAResetEvent(nullptr));
    error("none", WSAGetLastError());
}

// WSAWaitForMultipleEvents: the smallest index, all, time-outs and errors.
static void outcome(const char* what, DWORD got) {
    if (got == WSA_WAIT_TIMEOUT)
        line("%s: WSA_WAIT_TIMEOUT", what);
    else if (got == WSA_WAIT_FAILED)
        error(what, WSAGetLastError());
    else if (got == WSA_WAIT_IO_COMPLETION)
        line("%s: WSA_WAIT_IO_COMPLETION", what);
    else
        value(what, got - WSA_WAIT_EVENT_0);
}
static void CALLBACK apc(ULONG_PTR) {
    line("APC");
}
SCENARIO(events_wait) {
    WSAEVENT events[WSA_MAXIMUM_WAIT_EVENTS + 1];
    for (WSAEVENT& event : events)
        event = WSACreateEvent();
    outcome("none", WSAWaitForMultipleEvents(3, events, FALSE, 0, FALSE));
    outcome("ten milliseconds", WSAWaitForMultipleEvents(3, events, FALSE, 10, FALSE));
    WSASetEvent(events[2]);
    outcome("the third", WSAWaitForMultipleEvents(3, events, FALSE, WSA_INFINITE, FALSE));
    outcome("all", WSAWaitForMultipleEvents(3, events, TRUE, 0, FALSE));
    WSASetEvent(events[1]);
    outcome("the second", WSAWaitForMultipleEvents(3, events, FALSE, 0, FALSE));
    WSASetEvent(events[0]);
    outcome("all", WSAWaitForMultipleEvents(3, events, TRUE, 0, FALSE));
    for (WSAEVENT event : events)
        WSAResetEvent(event);
    WSASetEvent(events[63]);
    outcome("64", WSAWaitForMultipleEvents(64, events, FALSE, 0, FALSE));
    outcome("65", WSAWaitForMultipleEvents(65, events, FALSE, 0, FALSE));
    outcome("0", WSAWaitForMultipleEvents(0, events, FALSE, 0, FALSE));
    QueueUserAPC(apc, GetCurrentThread(), 0);
    outcome("not alertable", WSAWaitForMultipleEvents(1, events, FALSE, 0, FALSE));
    outcome("alertable", WSAWaitForMultipleEvents(1, events, FALSE, WSA_INFINITE, TRUE));
    WSACloseEvent(events[1]);
    outcome("closed", WSAWaitForMultipleEvents(2, events, FALSE, 0, FALSE));
    events[1] = events[0];
    outcome("twice, any", WSAWaitForMultipleEvents(2, events, FALSE, 0, FALSE));
    outcome("twice, all", WSAWaitForMultipleEvents(2, events, TRUE, 0, FALSE));
}

// Before WSAStartup nothing works but WSACreateEvent.
SCENARIO_NOT_STARTED(events_not_started) {
    WSAEVENT event = WSACreateEvent();
    truth("created", event != WSA_INVALID_EVENT);
    error("WSACreateEvent", WSAGetLastError());
    HANDLE native = CreateEventA(nullptr, TRUE, TRUE, nullptr);
    WSASetLastError(0);
    truth("WSASetEvent", WSASetEvent(native));
    error("WSASetEvent", WSAGetLastError());
    truth("WSAResetEvent", WSAResetEvent(native));
    truth("failed", WSAWaitForMultipleEvents(1, &native, FALSE, 0, FALSE) == WSA_WAIT_FAILED);
    error("WSAWaitForMultipleEvents", WSAGetLastError());
    truth("WSACloseEvent", WSACloseEvent(native));
    WSANETWORKEVENTS events;
    result("WSAEventSelect", WSAEventSelect(3, native, FD_READ));
    result("WSAEnumNetworkEvents", WSAEnumNetworkEvents(3, native, &events));
    result("WSAAsyncSelect", WSAAsyncSelect(3, nullptr, 0, 0));
}

// What is no event object, no socket, no memory, no FD_ event.
SCENARIO(events_bad_arguments) {
    SOCKET socket = new_socket(AF_INET);
    WSAEVENT event = WSACreateEvent();
    HANDLE mutex = CreateMutexA(nullptr, FALSE, nullptr);
    WSAEVENT closed = WSACreateEvent();
    WSACloseEvent(closed);
    WSANETWORKEVENTS events;
    result("no event object", WSAEventSelect(socket, nullptr, FD_READ));
    result("a closed one", WSAEventSelect(socket, closed, FD_READ));
    result("a mutex", WSAEventSelect(socket, mutex, FD_READ));
    result("a socket", WSAEventSelect(socket, (WSAEVENT)socket, FD_READ));
    result("ignored at a cancel", WSAEventSelect(socket, closed, 0));
    result("no such event", WSAEventSelect(socket, event, 1 << FD_MAX_EVENTS));
    result("no socket", WSAEventSelect(INVALID_SOCKET, event, FD_READ));
    result("an event for a socket", WSAEventSelect((SOCKET)event, event, FD_READ));
    result("no socket", WSAEnumNetworkEvents(INVALID_SOCKET, event, &events));
    result("registered", WSAEventSelect(socket, event, FD_READ));
    WSASetEvent(event);
    result("closed", WSAEnumNetworkEvents(socket, closed, &events));
    result("a mutex", WSAEnumNetworkEvents(socket, mutex, &events));
    result("no memory", WSAEnumNetworkEvents(socket, event, nullptr));
    truth("not reset", is_set(event));
    closesocket(socket);
    result("a closed socket", WSAEnumNetworkEvents(socket, event, &events));
    result("a closed socket", WSAEventSelect(socket, event, FD_READ));
}

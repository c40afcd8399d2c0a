// The accepted socket has its listener's registration: same event object, same events,
// non-blocking.
SCENARIO_CONNECTIONS(events_accepted_inherits) {
    SOCKET listener = listening_socket(family);
    WSAEVENT event = select_events(listener, FD_ACCEPT | FD_READ | FD_WRITE | FD_CLOSE);
    SOCKET client = connected_to(listener);
    told("listener", listener, event, FD_ACCEPT);
    SOCKET server = made("accept", accept(listener, nullptr, nullptr));
    told("accepted", server, event, FD_WRITE);
    take("recv", server, 1);
    told_now("listener", listener, event);
    send_text(client, "word");
    told("data", server, event, FD_READ);
    take("recv", server, 10);
    closesocket(client);
    told("end", server, event, FD_CLOSE);
}

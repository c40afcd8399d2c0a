// A registration of its own takes the accepted socket from its listener's event object.
SCENARIO_CONNECTIONS(events_accepted_selects_anew) {
    SOCKET listener = listening_socket(family);
    WSAEVENT event = select_events(listener, FD_ACCEPT);
    SOCKET client = connected_to(listener);
    told("listener", listener, event, FD_ACCEPT);
    SOCKET server = made("accept", accept(listener, nullptr, nullptr));
    WSAEVENT own = select_events(server, FD_READ);
    send_text(client, "word");
    told("accepted", server, own, FD_READ);
    truth("the listener's event", is_set(event));
}

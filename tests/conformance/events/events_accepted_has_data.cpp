// What has come before accept is told of the accepted socket at once.
SCENARIO_FAMILIES(events_accepted_has_data) {
    SOCKET listener = listening_socket(family);
    WSAEVENT event = select_events(listener, FD_ACCEPT | FD_READ);
    SOCKET client = connected_to(listener);
    send_text(client, "early");
    told("listener", listener, event, FD_ACCEPT);
    SOCKET server = made("accept", accept(listener, nullptr, nullptr));
    told("accepted", server, event, FD_READ);
    receive_text("received", server, 5);
}

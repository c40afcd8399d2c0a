// The same socket connects again, and is told again.
SCENARIO_INET_ISO(events_connect_after_refused) {
    Address nobody = refusing_address(family);
    SOCKET client = new_socket(family);
    WSAEVENT event = select_events(client, FD_CONNECT | FD_WRITE);
    result("connect", connect(client, nobody.get(), nobody.length));
    told("refused", client, event, FD_CONNECT);
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    Accepting accepting(listener);
    result("connect", connect(client, where.get(), where.length));
    told("connected", client, event, FD_CONNECT | FD_WRITE);
    accepting.socket();
}

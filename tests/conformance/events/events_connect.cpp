// A connect that succeeds: FD_CONNECT and FD_WRITE, once.
SCENARIO_INET_ISO(events_connect) {
    SOCKET listener = listening_socket(family);
    SOCKET client = new_socket(family);
    WSAEVENT event = select_events(client, FD_CONNECT | FD_WRITE | FD_READ | FD_CLOSE);
    told_now("before", client, event);
    Address where = name_of(listener);
    Accepting accepting(listener);
    result("connect", connect(client, where.get(), where.length));
    told("connected", client, event, FD_CONNECT | FD_WRITE);
    made("accept", accepting.socket());
    wait_event(event, 50);
    told_now("more", client, event);
    WSAEventSelect(client, event, FD_CONNECT);
    told_now("FD_CONNECT once", client, event);
}

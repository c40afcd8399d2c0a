// A registration after the fact is told of it at once: a connection, and a failure.
SCENARIO_INET_ISO(events_connect_registered_after) {
    Pair pair = connected_pair(family);
    WSAEVENT event = select_events(pair.client, FD_CONNECT | FD_WRITE);
    truth("set", is_set(event));
    told_now("connected", pair.client, event);
    Address nobody = refusing_address(family);
    SOCKET client = new_socket(family);
    set_nonblocking(client);
    result("connect", connect(client, nobody.get(), nobody.length));
    wait_exception(client);
    event = select_events(client, FD_CONNECT | FD_WRITE);
    truth("set", is_set(event));
    told_now("refused", client, event);
}

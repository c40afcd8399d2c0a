// connect of a datagram socket succeeds at once, and is told.
SCENARIO_INET(events_datagram_connect) {
    SOCKET peer = bound_socket(family, SOCK_DGRAM);
    SOCKET socket = new_socket(family, SOCK_DGRAM);
    WSAEVENT event = select_events(socket, FD_CONNECT);
    told_now("before", socket, event);
    Address where = name_of(peer);
    result("connect", connect(socket, where.get(), where.length));
    told_now("after", socket, event);
}

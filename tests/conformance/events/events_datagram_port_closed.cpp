// A datagram that met a closed port: the next receive says so, and FD_READ tells of that.
SCENARIO_INET(events_datagram_port_closed) {
    SOCKET gone = bound_socket(family, SOCK_DGRAM);
    Address where = name_of(gone);
    closesocket(gone);
    SOCKET socket = bound_socket(family, SOCK_DGRAM);
    WSAEVENT event = select_events(socket, FD_READ);
    value("sendto", sendto(socket, "x", 1, 0, where.get(), where.length));
    told("told", socket, event, FD_READ);
    take("recv", socket, 1);
}

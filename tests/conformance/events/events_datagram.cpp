// One FD_READ for each receive that leaves a datagram; FD_WRITE at once.
SCENARIO_INET(events_datagram) {
    SOCKET receiver = bound_socket(family, SOCK_DGRAM);
    SOCKET sender = bound_socket(family, SOCK_DGRAM);
    Address where = name_of(receiver);
    WSAEVENT event = select_events(receiver, FD_READ | FD_WRITE | FD_CLOSE);
    told("at registration", receiver, event, FD_WRITE);
    sendto(sender, "one", 3, 0, where.get(), where.length);
    sendto(sender, "two", 3, 0, where.get(), where.length);
    told("datagrams", receiver, event, FD_READ);
    take("recv", receiver, 10);
    told("the second", receiver, event, FD_READ);
    take("recv", receiver, 10);
    wait_event(event, 50);
    told_now("none", receiver, event);
    sendto(sender, "three", 5, 0, where.get(), where.length);
    told("the third", receiver, event, FD_READ);
    char byte;
    result("too long", recv(receiver, &byte, 1, 0));
    wait_event(event, 50);
    told_now("none", receiver, event);
}

SCENARIO_INET(async_datagram) {
    HWND window = receiver();
    SOCKET receives = bound_socket(family, SOCK_DGRAM);
    SOCKET sends = bound_socket(family, SOCK_DGRAM);
    Address where = name_of(receives);
    select_messages(receives, window, FD_READ | FD_WRITE);
    told("at registration", window, receives, FD_WRITE);
    sendto(sends, "one", 3, 0, where.get(), where.length);
    sendto(sends, "two", 3, 0, where.get(), where.length);
    told("datagrams", window, receives, FD_READ);
    take("recv", receives, 10);
    told("the second", window, receives, FD_READ);
    take("recv", receives, 10);
    told("none", window, receives, 0);
}

// A connect on AF_UNIX has ended when it returns, and is told all the same.
SCENARIO(events_connect_unix) {
    need_family(AF_UNIX);
    SOCKET listener = listening_socket(AF_UNIX);
    SOCKET client = new_socket(AF_UNIX);
    WSAEVENT event = select_events(client, FD_CONNECT | FD_WRITE);
    Address where = name_of(listener);
    if (connect(client, where.get(), where.length) != 0)
        truth("under way", WSAGetLastError() == WSAEWOULDBLOCK);
    told("connected", client, event, FD_CONNECT | FD_WRITE);
}

// WSARecv with several buffers re-enables as recv does.
SCENARIO_INET(events_read_wsarecv) {
    Pair pair = connected_pair(family);
    WSAEVENT event = select_events(pair.server, FD_READ);
    send_text(pair.client, "123456");
    told("data", pair.server, event, FD_READ);
    char first[2], second[2];
    WSABUF buffers[] = {{2, first}, {2, second}};
    DWORD received = 0, flags = 0;
    result("WSARecv", WSARecv(pair.server, buffers, 2, &received, &flags, nullptr, nullptr));
    value("bytes", received);
    told("rest", pair.server, event, FD_READ);
}

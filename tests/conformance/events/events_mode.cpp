// A registration makes the socket non-blocking, and ioctlsocket cannot change that before it ends.
SCENARIO_CONNECTIONS(events_mode) {
    Pair pair = connected_pair(family);
    WSAEVENT event = select_events(pair.server, FD_READ);
    take("recv", pair.server, 1);
    u_long off = 0, on = 1;
    result("FIONBIO 0", ioctlsocket(pair.server, FIONBIO, &off));
    result("FIONBIO 1", ioctlsocket(pair.server, FIONBIO, &on));
    result("cancel", WSAEventSelect(pair.server, event, 0));
    take("still non-blocking", pair.server, 1);
    result("FIONBIO 0", ioctlsocket(pair.server, FIONBIO, &off));
    send_text(pair.client, "1");
    take("recv", pair.server, 1);
}

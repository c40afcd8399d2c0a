// FD_WRITE: once the socket is registered or connected, then only after WSAEWOULDBLOCK.
SCENARIO_FAMILIES(events_write) {
    Pair pair = connected_pair(family);
    WSAEVENT event = select_events(pair.server, FD_WRITE);
    told("at registration", pair.server, event, FD_WRITE);
    send_text(pair.server, "fits");
    wait_event(event, 50);
    told_now("after a send that fits", pair.server, event);
    static char big[1 << 20];
    while (send(pair.server, big, sizeof big, 0) > 0) {
    }
    error("send", WSAGetLastError());
    told_now("full", pair.server, event);
    set_nonblocking(pair.client);
    while (!is_set(event))
        recv(pair.client, big, sizeof big, 0);
    told_now("room again", pair.server, event);
    wait_event(event, 50);
    told_now("once", pair.server, event);
}

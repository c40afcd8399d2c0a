// No FD_WRITE at a registration of a socket whose buffers are full; it comes with the room.
SCENARIO_INET(events_write_full_at_registration) {
    Pair pair = connected_pair(family);
    static char big[1 << 20];
    set_nonblocking(pair.server);
    while (send(pair.server, big, sizeof big, 0) > 0) {
    }
    WSAEVENT event = select_events(pair.server, FD_WRITE);
    told_now("at registration", pair.server, event);
    set_nonblocking(pair.client);
    while (!is_set(event))
        recv(pair.client, big, sizeof big, 0);
    told_now("room", pair.server, event);
}

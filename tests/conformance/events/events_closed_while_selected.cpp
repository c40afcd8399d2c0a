// closesocket ends the registration: the number's next socket has none, and nothing wakes for it.
SCENARIO_CONNECTIONS(events_closed_while_selected) {
    WSAEVENT event = nullptr;
    for (int round = 0; round < 3; ++round) {
        Pair pair = connected_pair(family);
        if (round == 0) {
            event = select_events(pair.server, FD_READ | FD_CLOSE);
            send_text(pair.client, "1");
            truth("set", wait_event(event));
            WSAResetEvent(event);
        } else {
            send_text(pair.client, "1");
            wait_readable(pair.server);
            truth("set", is_set(event));
            told_now("record", pair.server, event);
        }
        closesocket(pair.server);
        closesocket(pair.client);
        closesocket(pair.listener);
        truth("set after the close", is_set(event));
    }
}

// Urgent data in line is data: FD_READ, no FD_OOB.
SCENARIO_INET(events_oob_inline) {
    Pair pair = connected_pair(family);
    set_option(pair.server, SOL_SOCKET, SO_OOBINLINE, 1);
    WSAEVENT event = select_events(pair.server, FD_READ | FD_OOB);
    value("send", send(pair.client, "!", 1, MSG_OOB));
    told("urgent", pair.server, event, FD_READ);
    take("recv", pair.server, 1);
    wait_event(event, 50);
    told_now("taken", pair.server, event);
}

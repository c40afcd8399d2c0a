// A receive with MSG_PEEK, and one of no bytes, re-enables, and the data is still there.
SCENARIO_INET(events_read_peek) {
    Pair pair = connected_pair(family);
    WSAEVENT event = select_events(pair.server, FD_READ);
    send_text(pair.client, "1234");
    told("data", pair.server, event, FD_READ);
    char byte;
    value("peek", recv(pair.server, &byte, 1, MSG_PEEK));
    told("after the peek", pair.server, event, FD_READ);
    value("no bytes", recv(pair.server, &byte, 0, 0));
    told("after no bytes", pair.server, event, FD_READ);
}

// The program closes the event object first: the socket goes on, and takes another.
SCENARIO_CONNECTIONS(events_event_closed_while_selected) {
    Pair pair = connected_pair(family);
    WSAEVENT event = select_events(pair.server, FD_READ);
    truth("WSACloseEvent", WSACloseEvent(event));
    send_text(pair.client, "1");
    wait_readable(pair.server);
    take("recv", pair.server, 1);
    send_text(pair.client, "2");
    wait_readable(pair.server);
    WSAEVENT other = select_events(pair.server, FD_READ);
    told("told", pair.server, other, FD_READ);
}

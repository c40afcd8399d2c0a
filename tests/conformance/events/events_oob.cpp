// Urgent data apart: FD_OOB, and FD_READ for the rest.
SCENARIO_INET(events_oob) {
    Pair pair = connected_pair(family);
    WSAEVENT event = select_events(pair.server, FD_READ | FD_OOB);
    value("send", send(pair.client, "!", 1, MSG_OOB));
    told("urgent", pair.server, event, FD_OOB);
    char byte = 0;
    value("recv", recv(pair.server, &byte, 1, MSG_OOB));
    text("byte", &byte, 1);
    wait_event(event, 50);
    told_now("taken", pair.server, event);
    send_text(pair.client, "plain");
    told("plain", pair.server, event, FD_READ);
}

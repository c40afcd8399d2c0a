// The peer closes, or ends its sending: FD_CLOSE at once.
SCENARIO_CONNECTIONS(events_close_without_data) {
    Pair pair = connected_pair(family);
    WSAEVENT event = select_events(pair.server, FD_READ | FD_CLOSE);
    shutdown(pair.client, SD_SEND);
    told("end of data", pair.server, event, FD_CLOSE);
    send_text(pair.server, "still open");
    receive_text("received", pair.client, 10);
    closesocket(pair.client);
    wait_event(event, 50);
    told_now("closed", pair.server, event);
}

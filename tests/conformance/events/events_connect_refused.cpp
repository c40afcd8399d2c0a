// A connect that fails: FD_CONNECT with the reason and nothing else.
SCENARIO_INET_ISO(events_connect_refused) {
    Address nobody = refusing_address(family);
    SOCKET client = new_socket(family);
    WSAEVENT event = select_events(client, FD_CONNECT | FD_WRITE | FD_READ | FD_CLOSE);
    result("connect", connect(client, nobody.get(), nobody.length));
    told("refused", client, event, FD_CONNECT);
    wait_event(event, 50);
    told_now("more", client, event);
}

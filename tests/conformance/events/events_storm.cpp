// A thousand connections come while another thread enumerates: none is missed.
static SOCKET listener;
static WSAEVENT event;
static int accepted;
static const int clients = 1000;
static void serves(void*) {
    while (accepted < clients && wait_event(event)) {
        WSANETWORKEVENTS events;
        WSAEnumNetworkEvents(listener, event, &events);
        if (!(events.lNetworkEvents & FD_ACCEPT))
            continue;
        SOCKET server = accept(listener, nullptr, nullptr);
        if (server != INVALID_SOCKET) {
            ++accepted;
            closesocket(server);
        }
    }
}
SCENARIO_FAMILIES(events_storm) {
    listener = listening_socket(family, SOMAXCONN);
    event = select_events(listener, FD_ACCEPT);
    Thread thread(serves, nullptr);
    Address where = name_of(listener);
    for (int i = 0; i < clients; ++i) {
        SOCKET client = new_socket(family);
        if (connect(client, where.get(), where.length) != 0)
            error("connect", WSAGetLastError());
        closesocket(client);
    }
    truth("ended", thread.join());
    value("accepted", accepted);
}

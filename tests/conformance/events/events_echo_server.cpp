// A server of the usual kind: one event object a socket, one thread that waits for all of them.
SCENARIO_FAMILIES(events_echo_server) {
    SOCKET sockets[WSA_MAXIMUM_WAIT_EVENTS];
    WSAEVENT events[WSA_MAXIMUM_WAIT_EVENTS];
    sockets[0] = listening_socket(family);
    events[0] = select_events(sockets[0], FD_ACCEPT | FD_CLOSE);
    DWORD count = 1;
    const int clients = 5;
    SOCKET client[clients];
    for (int i = 0; i < clients; ++i) {
        client[i] = connected_to(sockets[0]);
        send_text(client[i], "around");
    }
    int accepted = 0, echoed = 0, closed = 0;
    while (closed < clients) {
        DWORD index = WSAWaitForMultipleEvents(count, events, FALSE, 10000, FALSE);
        if (index >= count)
            break;
        WSANETWORKEVENTS happened;
        if (WSAEnumNetworkEvents(sockets[index], events[index], &happened) != 0)
            break;
        if (happened.lNetworkEvents & FD_ACCEPT) {
            sockets[count] = accept(sockets[index], nullptr, nullptr);
            events[count] = select_events(sockets[count], FD_READ | FD_WRITE | FD_CLOSE);
            ++count;
            ++accepted;
        }
        if (happened.lNetworkEvents & FD_READ) {
            char buffer[100];
            int length = recv(sockets[index], buffer, sizeof buffer, 0);
            if (length > 0)
                send(sockets[index], buffer, length, 0);
            echoed += length;
            if (echoed == clients * 6) {
                for (SOCKET s : client) {
                    receive_text("echo", s, 6);
                    closesocket(s);
                }
            }
        }
        if (happened.lNetworkEvents & FD_CLOSE) {
            error("closed", happened.iErrorCode[FD_CLOSE_BIT]);
            closesocket(sockets[index]);
            WSACloseEvent(events[index]);
            --count;
            sockets[index] = sockets[count];
            events[index] = events[count];
            ++closed;
        }
    }
    value("accepted", accepted);
    value("echoed", echoed);
}

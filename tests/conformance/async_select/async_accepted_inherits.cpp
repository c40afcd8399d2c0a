// The accepted socket has its listener's window, message and events.
SCENARIO_CONNECTIONS(async_accepted_inherits) {
    HWND window = receiver();
    SOCKET listener = listening_socket(family);
    select_messages(listener, window, FD_ACCEPT | FD_READ | FD_WRITE | FD_CLOSE);
    SOCKET client = connected_to(listener);
    told("listener", window, listener, FD_ACCEPT);
    SOCKET server = made("accept", accept(listener, nullptr, nullptr));
    told("accepted", window, server, FD_WRITE);
    send_text(client, "word");
    told("data", window, server, FD_READ);
    take("recv", server, 10);
    closesocket(client);
    told("end", window, server, FD_CLOSE);
}

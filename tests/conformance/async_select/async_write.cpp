// FD_WRITE at registration, then only after WSAEWOULDBLOCK.
SCENARIO_FAMILIES(async_write) {
    HWND window = receiver();
    Pair pair = connected_pair(family);
    select_messages(pair.server, window, FD_WRITE);
    told("at registration", window, pair.server, FD_WRITE);
    send_text(pair.server, "fits");
    told("after a send that fits", window, pair.server, 0);
    static char big[1 << 20];
    while (send(pair.server, big, sizeof big, 0) > 0) {
    }
    error("send", WSAGetLastError());
    told("full", window, pair.server, 0);
    set_nonblocking(pair.client);
    MSG message;
    do {
        while (recv(pair.client, big, sizeof big, 0) > 0) {
        }
    } while (!PeekMessageA(&message, window, kSocketMessage, kSocketMessage, PM_REMOVE));
    truth("FD_WRITE", message.lParam == WSAMAKESELECTREPLY(FD_WRITE, 0));
}

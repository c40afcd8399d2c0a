// FD_CLOSE after the last data, or with the reason of a reset; none after one's own closesocket.
SCENARIO_CONNECTIONS(async_close) {
    HWND window = receiver();
    Pair pair = connected_pair(family);
    select_messages(pair.server, window, FD_READ | FD_CLOSE);
    send_text(pair.client, "last");
    closesocket(pair.client);
    told("data", window, pair.server, FD_READ);
    told("unread", window, pair.server, 0);
    take("recv", pair.server, 10);
    told("read", window, pair.server, FD_CLOSE);
    take("recv", pair.server, 10);
    told("once", window, pair.server, 0);
    Pair other = connected_pair(family);
    select_messages(other.server, window, FD_CLOSE);
    closesocket(other.server);
    told("own close", window, other.server, 0);
}

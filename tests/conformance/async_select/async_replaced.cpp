// The second registration's events are the only ones.
SCENARIO_CONNECTIONS(async_replaced) {
    HWND window = receiver();
    Pair pair = connected_pair(family);
    select_messages(pair.server, window, FD_READ);
    select_messages(pair.server, window, FD_WRITE);
    told("FD_WRITE", window, pair.server, FD_WRITE);
    send_text(pair.client, "1");
    told("data", window, pair.server, 0);
}

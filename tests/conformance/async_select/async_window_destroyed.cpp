// The window goes before the socket: the socket works on, and takes another window.
SCENARIO_CONNECTIONS(async_window_destroyed) {
    HWND window = receiver();
    Pair pair = connected_pair(family);
    select_messages(pair.server, window, FD_READ | FD_CLOSE);
    DestroyWindow(window);
    send_text(pair.client, "1");
    wait_readable(pair.server);
    take("recv", pair.server, 1);
    HWND other = receiver();
    select_messages(pair.server, other, FD_READ | FD_CLOSE);
    send_text(pair.client, "2");
    told("the other", other, pair.server, FD_READ);
}

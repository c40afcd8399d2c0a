SCENARIO_INET_ISO(async_close_reset) {
    HWND window = receiver();
    Pair pair = connected_pair(family);
    select_messages(pair.server, window, FD_READ | FD_CLOSE);
    close_hard(pair.client);
    told("reset", window, pair.server, FD_CLOSE);
}

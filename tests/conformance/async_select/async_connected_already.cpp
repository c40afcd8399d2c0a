// A registration after the fact is told of it.
SCENARIO_CONNECTIONS(async_connected_already) {
    HWND window = receiver();
    Pair pair = connected_pair(family);
    send_text(pair.server, "1");
    wait_readable(pair.client);
    select_messages(pair.client, window, FD_CONNECT | FD_WRITE | FD_READ);
    told("told", window, pair.client, FD_CONNECT | FD_WRITE | FD_READ);
}

// One message until a receive; then another while data is left.
SCENARIO_FAMILIES(async_read) {
    HWND window = receiver();
    Pair pair = connected_pair(family);
    select_messages(pair.server, window, FD_READ);
    send_text(pair.client, "1234");
    told("data", window, pair.server, FD_READ);
    send_text(pair.client, "5678");
    told("more", window, pair.server, 0);
    take("recv", pair.server, 2);
    told("rest", window, pair.server, FD_READ);
    take("recv", pair.server, 10);
    told("drained", window, pair.server, 0);
    send_text(pair.client, "9");
    told("new data", window, pair.server, FD_READ);
}

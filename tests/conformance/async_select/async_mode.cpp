// Non-blocking, and FIONBIO cannot change that until the registration ends.
SCENARIO_CONNECTIONS(async_mode) {
    HWND window = receiver();
    Pair pair = connected_pair(family);
    select_messages(pair.server, window, FD_READ);
    take("recv", pair.server, 1);
    u_long off = 0;
    result("FIONBIO 0", ioctlsocket(pair.server, FIONBIO, &off));
    result("cancel", WSAAsyncSelect(pair.server, window, 0, 0));
    take("recv", pair.server, 1);
    result("FIONBIO 0", ioctlsocket(pair.server, FIONBIO, &off));
}

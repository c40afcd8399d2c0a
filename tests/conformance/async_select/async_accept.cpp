// FD_ACCEPT: at registration, for an arrival, and after accept while another request waits.
SCENARIO_CONNECTIONS(async_accept) {
    HWND window = receiver();
    SOCKET listener = listening_socket(family);
    connected_to(listener);
    wait_readable(listener);
    select_messages(listener, window, FD_ACCEPT);
    told("at registration", window, listener, FD_ACCEPT);
    connected_to(listener);
    told("before accept", window, listener, 0);
    made("accept", accept(listener, nullptr, nullptr));
    told("the second", window, listener, FD_ACCEPT);
    select_messages(listener, window, 0);
    made("accept", accept(listener, nullptr, nullptr));
    connected_to(listener);
    told("cancelled", window, listener, 0);
}

// "After FD_CONNECT, if also registered": FD_WRITE comes second.
SCENARIO_INET_ISO(async_connect_order) {
    HWND window = receiver();
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    SOCKET client = new_socket(family);
    select_messages(client, window, FD_CONNECT | FD_WRITE);
    Accepting accepting(listener);
    result("connect", connect(client, where.get(), where.length));
    MSG first, second;
    truth("a message", next_message(window, 10000, &first));
    truth("FD_CONNECT", WSAGETSELECTEVENT(first.lParam) == FD_CONNECT);
    truth("a message", next_message(window, 10000, &second));
    truth("FD_WRITE", WSAGETSELECTEVENT(second.lParam) == FD_WRITE);
    accepting.socket();
}

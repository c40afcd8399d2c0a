// FD_CONNECT and FD_WRITE of a connect that succeeds, FD_CONNECT with the reason of one that fails.
SCENARIO_INET_ISO(async_connect) {
    HWND window = receiver();
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    SOCKET client = new_socket(family);
    select_messages(client, window, FD_CONNECT | FD_WRITE | FD_READ | FD_CLOSE);
    told("before", window, client, 0);
    Accepting accepting(listener);
    result("connect", connect(client, where.get(), where.length));
    told("connected", window, client, FD_CONNECT | FD_WRITE);
    accepting.socket();
    Address nobody = refusing_address(family);
    SOCKET refused = new_socket(family);
    select_messages(refused, window, FD_CONNECT | FD_WRITE | FD_READ | FD_CLOSE);
    result("connect", connect(refused, nobody.get(), nobody.length));
    told("refused", window, refused, FD_CONNECT);
    told("more", window, refused, 0);
}

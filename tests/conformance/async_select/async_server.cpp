// A server of the usual kind: a window procedure that accepts, echoes and closes.
static int accepted, echoed, closed;
static LRESULT CALLBACK procedure(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
    if (message != kSocketMessage)
        return DefWindowProcA(window, message, wparam, lparam);
    SOCKET socket = (SOCKET)wparam;
    char buffer[100];
    int length;
    switch (WSAGETSELECTEVENT(lparam)) {
        case FD_ACCEPT:
            if (accept(socket, nullptr, nullptr) != INVALID_SOCKET)
                ++accepted;
            break;
        case FD_READ:
            length = recv(socket, buffer, sizeof buffer, 0);
            if (length > 0)
                echoed += send(socket, buffer, length, 0);
            break;
        case FD_CLOSE:
            closesocket(socket);
            if (++closed == 3)
                PostQuitMessage(0);
            break;
    }
    return 0;
}
SCENARIO_FAMILIES(async_server) {
    WNDCLASSA kind;
    memset(&kind, 0, sizeof kind);
    kind.lpfnWndProc = procedure;
    kind.lpszClassName = "Server";
    truth("class", RegisterClassA(&kind) != 0);
    HWND window =
        CreateWindowExA(0, "Server", "", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, nullptr, nullptr);
    SOCKET listener = listening_socket(family);
    select_messages(listener, window, FD_ACCEPT | FD_READ | FD_CLOSE);
    SOCKET clients[3];
    for (SOCKET& client : clients) {
        client = connected_to(listener);
        send_text(client, "around");
        shutdown(client, SD_SEND);
    }
    MSG message;
    while (GetMessageA(&message, nullptr, 0, 0) > 0)
        DispatchMessageA(&message);
    value("accepted", accepted);
    value("echoed", echoed);
    for (SOCKET client : clients)
        receive_text("echo", client, 6);
}

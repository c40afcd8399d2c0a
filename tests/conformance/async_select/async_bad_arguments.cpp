SCENARIO(async_bad_arguments) {
    HWND window = receiver();
    SOCKET socket = new_socket(AF_INET);
    result("no window", WSAAsyncSelect(socket, nullptr, kSocketMessage, FD_READ));
    result("no such window",
           WSAAsyncSelect(socket, (HWND)(ULONG_PTR)0x7777, kSocketMessage, FD_READ));
    result("no socket", WSAAsyncSelect(INVALID_SOCKET, window, kSocketMessage, FD_READ));
    result("a window for a socket",
           WSAAsyncSelect((SOCKET)window, window, kSocketMessage, FD_READ));
    DestroyWindow(window);
    result("destroyed", WSAAsyncSelect(socket, window, kSocketMessage, FD_READ));
    result("cancel", WSAAsyncSelect(socket, nullptr, 0, 0));
}

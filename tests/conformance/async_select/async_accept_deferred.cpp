// Nothing is told of requests behind one that is deferred.
static int answer = CF_DEFER;
static int CALLBACK condition(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                              DWORD_PTR) {
    return answer;
}
SCENARIO_CONNECTIONS(async_accept_deferred) {
    HWND window = receiver();
    SOCKET listener = listening_socket(family);
    select_messages(listener, window, FD_ACCEPT);
    connected_to(listener);
    told("first", window, listener, FD_ACCEPT);
    made("deferred", WSAAccept(listener, nullptr, nullptr, condition, 0));
    connected_to(listener);
    told("behind it", window, listener, 0);
    answer = CF_ACCEPT;
    made("accepted", WSAAccept(listener, nullptr, nullptr, condition, 0));
    told("then", window, listener, FD_ACCEPT);
}

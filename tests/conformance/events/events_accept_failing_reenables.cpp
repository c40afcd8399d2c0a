// "Any call to the reenabling routine, even one that fails."
static int CALLBACK reject(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                           DWORD_PTR) {
    return CF_REJECT;
}
SCENARIO_CONNECTIONS(events_accept_failing_reenables) {
    SOCKET listener = listening_socket(family);
    WSAEVENT event = select_events(listener, FD_ACCEPT);
    connected_to(listener);
    connected_to(listener);
    told("first", listener, event, FD_ACCEPT);
    Address peer;
    peer.length = 1;
    made("accept without room", accept(listener, peer.get(), &peer.length));
    told("again", listener, event, FD_ACCEPT);
    made("rejected", WSAAccept(listener, nullptr, nullptr, reject, 0));
    told("the second", listener, event, FD_ACCEPT);
}

#include "../scenario.h"

// One accepted, one rejected, one deferred and accepted at the second asking.
static int turn;
static int CALLBACK condition(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                              DWORD_PTR) {
    static const int answers[] = {CF_ACCEPT, CF_REJECT, CF_DEFER, CF_ACCEPT};
    return answers[turn++];
}
SCENARIO_INET_ISO(condition_story) {
    SOCKET listener = listening_socket(family);
    SOCKET clients[3];
    clients[0] = connected_to(listener);
    SOCKET first = made("first", WSAAccept(listener, nullptr, nullptr, condition, 0));
    clients[1] = connected_to(listener);
    made("second", WSAAccept(listener, nullptr, nullptr, condition, 0));
    clients[2] = connected_to(listener);
    made("third", WSAAccept(listener, nullptr, nullptr, condition, 0));
    SOCKET third = made("third again", WSAAccept(listener, nullptr, nullptr, condition, 0));
    send_text(clients[0], "one");
    receive_text("echoed", first, 3);
    refusal("second client", clients[1]);
    send_text(clients[2], "three");
    receive_text("echoed", third, 5);
}

#include "../scenario.h"

// An idle client holds up no other AcceptEx; SO_CONNECT_TIME finds it; a close ends it.
#include "requests.h"
SCENARIO_CONNECTIONS(accept_ex_idle_holds_up_nobody) {
    SOCKET listener = listening_socket(family);
    SOCKET accepting = new_socket(family);
    Request request;
    char buffer[256];
    DWORD received = 0;
    const DWORD length = address_size(family) + 16;
    Request other;
    SOCKET second = new_socket(family);
    char room[256];
    started_ex("first",
               AcceptEx(listener, accepting, buffer, 16, length, length, &received, &request));
    started_ex("second", AcceptEx(listener, second, room, 16, length, length, &received, &other));
    value("connect time", get_option(accepting, SOL_SOCKET, SO_CONNECT_TIME));
    connected_to(listener);
    SOCKET busy = connected_to(listener);
    send_text(busy, "x");
    outcome("second", listener, &other);
    truth("connected", get_option(accepting, SOL_SOCKET, SO_CONNECT_TIME) >= 0);
    closesocket(accepting);
    outcome("first", listener, &request);
}

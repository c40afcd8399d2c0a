#include "../scenario.h"

// A server that does not decide: WSAETIMEDOUT after the seconds of TCP_MAXRT; its listener has no
// request any more, and the socket may connect again. (TCP: two_hosts_timed_out.)
SCENARIO(connect_timed_out_iso) {
    SOCKET listener = listening_socket(AF_ISO);
    Address where = name_of(listener);
    SOCKET client = new_socket(AF_ISO);
    value("TCP_MAXRT before", get_option(client, IPPROTO_TCP, TCP_MAXRT));
    set_option(client, IPPROTO_TCP, TCP_MAXRT, 1);
    ULONGLONG began = GetTickCount64();
    result("connect", connect(client, where.get(), where.length));
    truth("not too early", GetTickCount64() - began >= 900);
    wait_withdrawn(listener);
    set_nonblocking(listener);
    made("accept", accept(listener, nullptr, nullptr));
    set_nonblocking(listener, false);
    Accepting accepting(listener);
    result("connect again", connect(client, where.get(), where.length));
    accepting.socket();
}

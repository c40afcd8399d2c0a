#include "../scenario.h"

// WSAAccept on a blocking listener waits for a request, then asks.
#include "condition.h"
static SOCKET listener;
static SOCKET server;
static Answer answer = {CF_ACCEPT, 0, 0};
static void accept_one(void*) {
    server = WSAAccept(listener, nullptr, nullptr, answer_with, (DWORD_PTR)&answer);
}
SCENARIO_CONNECTIONS(condition_blocks) {
    listener = listening_socket(family);
    Thread thread(accept_one, nullptr);
    truth("waits", thread.running());
    SOCKET client = connected_to(listener);
    truth("ends", thread.join());
    made("WSAAccept", server);
    value("asked", answer.calls);
    truth("about the client", answer.caller == port_of(name_of(client)));
}

#include "../scenario.h"

// A request wakes exactly one of several accepting threads.
static SOCKET listener;
static volatile LONG returned;
static void accept_one(void*) {
    SOCKET server = accept(listener, nullptr, nullptr);
    if (server != INVALID_SOCKET) {
        InterlockedIncrement(&returned);
        send(server, "!", 1, 0);
    }
}
SCENARIO_CONNECTIONS(accept_wakes_one_thread) {
    listener = listening_socket(family);
    Thread first(accept_one, nullptr);
    Thread second(accept_one, nullptr);
    Thread third(accept_one, nullptr);
    for (int i = 1; i <= 3; ++i) {
        receive_text("served", connected_to(listener), 1);
        value("threads returned", returned);
    }
    truth("all end", first.join() && second.join() && third.join());
}

#include "../scenario.h"

// Many threads connect at once; each gets its own answer.
static Address where;
static volatile LONG answered;
static void call(void*) {
    SOCKET client = new_socket(where.any.sa_family);
    char byte;
    if (connect(client, where.get(), where.length) == 0 && recv(client, &byte, 1, 0) == 1) {
        InterlockedIncrement(&answered);
    }
    closesocket(client);
}
SCENARIO_CONNECTIONS(connect_from_many_threads) {
    SOCKET listener = listening_socket(family, SOMAXCONN);
    where = name_of(listener);
    Thread* threads[16];
    for (Thread*& thread : threads) {
        thread = new Thread(call, nullptr);
    }
    for (int i = 0; i < 16; ++i) {
        SOCKET server = accepted_from(listener);
        send_text(server, "!");
        closesocket(server);
    }
    bool ended = true;
    for (Thread* thread : threads) {
        ended = thread->join() && ended;
        delete thread;
    }
    truth("all end", ended);
    value("answered", answered);
}

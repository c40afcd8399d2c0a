#include "../scenario.h"

// As many threads as the limit says work at a time.
#include "port.h"
static HANDLE port;
static HANDLE go;
static volatile LONG together;
static void take_one(void*) {
    take_quietly(port, INFINITE);
    if (InterlockedIncrement(&together) == 3)
        SetEvent(go);
    WaitForSingleObject(go, 10000);
}
SCENARIO(port_concurrency_limit_of_many) {
    port = new_port(3);
    go = CreateEventA(nullptr, TRUE, FALSE, nullptr);
    Thread first(take_one, nullptr);
    Thread second(take_one, nullptr);
    Thread third(take_one, nullptr);
    for (ULONG_PTR key = 1; key <= 3; ++key)
        post(port, key);
    truth("all end", first.join() && second.join() && third.join());
    value("together", together);
}

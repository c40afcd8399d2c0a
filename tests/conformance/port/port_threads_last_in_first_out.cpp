#include "../scenario.h"

// Of the threads that wait the last to come is released first.
#include "port.h"
static const int kThreads = 3;
static HANDLE port;
static ULONG_PTR took[kThreads];
static void take_one(void* into) {
    *static_cast<ULONG_PTR*>(into) = take_quietly(port, INFINITE).key;
}
static bool attempt(DWORD pause) {
    port = new_port(kThreads);
    Thread* threads[kThreads];
    for (int i = 0; i < kThreads; ++i) {
        threads[i] = new Thread(take_one, &took[i]);
        Sleep(pause);
    }
    for (ULONG_PTR key = 1; key <= kThreads; ++key)
        post(port, key);
    for (Thread* thread : threads) {
        thread->join();
        delete thread;
    }
    return took[0] == 3 && took[1] == 2 && took[2] == 1;
}
SCENARIO(port_threads_last_in_first_out) {
    retry_with_pause(attempt);
    for (int i = 0; i < kThreads; ++i)
        value("thread took packet", static_cast<long long>(took[i]));
}

#include "../scenario.h"

// A request of a thread that has ended is still told to the port.
#include "requests.h"
static SOCKET s;
static OVERLAPPED request;
static char data[8];
static void start(void*) {
    started("receive", receive(s, data, sizeof data, &request));
}
SCENARIO_INET(overlapped_thread_ended) {
    Pair pair = connected_pair(family);
    HANDLE port = CreateIoCompletionPort(reinterpret_cast<HANDLE>(pair.server), nullptr, 9, 0);
    s = pair.server;
    Thread thread(start, nullptr);
    thread.join();
    send_text(pair.client, "abc");
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED* at = nullptr;
    truth("packet", GetQueuedCompletionStatus(port, &bytes, &key, &at, 10000));
    value("bytes", bytes);
}

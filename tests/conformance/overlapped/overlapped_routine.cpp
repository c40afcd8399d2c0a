#include "../scenario.h"

// A completion routine runs in an alertable wait of the thread that asked, once.
#include "requests.h"
static int calls;
static DWORD last_error;
static DWORD last_bytes;
static void CALLBACK on_end(DWORD error, DWORD bytes, LPWSAOVERLAPPED, DWORD) {
    ++calls;
    last_error = error;
    last_bytes = bytes;
}
SCENARIO_INET(overlapped_routine) {
    Pair pair = connected_pair(family);
    OVERLAPPED request = {};
    char data[8];
    WSABUF buffer = {sizeof data, data};
    DWORD flags = 0;
    started("receive", WSARecv(pair.server, &buffer, 1, nullptr, &flags, &request, on_end));
    send_text(pair.client, "abc");
    value("before a wait", calls);
    truth("woken", SleepEx(10000, TRUE) == WAIT_IO_COMPLETION);
    value("calls", calls);
    error("error", static_cast<int>(last_error));
    value("bytes", last_bytes);
    started("another", WSARecv(pair.server, &buffer, 1, nullptr, &flags, &request, on_end));
    closesocket(pair.server);
    truth("woken", SleepEx(10000, TRUE) == WAIT_IO_COMPLETION);
    error("error", static_cast<int>(last_error));
}

#include "../scenario.h"

// A port gets a packet for what completes at once, later, and by a close.
#include "requests.h"
static void take(HANDLE port, DWORD milliseconds = 10000) {
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED* at = nullptr;
    const BOOL ok = GetQueuedCompletionStatus(port, &bytes, &key, &at, milliseconds);
    const DWORD code = ok ? 0 : GetLastError();
    line("packet: %d, error %d, key %d, %d bytes", at != nullptr, static_cast<int>(code),
         static_cast<int>(key), static_cast<int>(bytes));
}
SCENARIO_INET(overlapped_port_packets) {
    Pair pair = connected_pair(family);
    HANDLE port = CreateIoCompletionPort(reinterpret_cast<HANDLE>(pair.server), nullptr, 9, 0);
    OVERLAPPED request = {};
    char data[8];
    started("send", send_out(pair.server, "abc", 3, &request));
    take(port);
    started("receive", receive(pair.server, data, sizeof data, &request));
    send_text(pair.client, "hello");
    take(port);
    started("receive", receive(pair.server, data, sizeof data, &request));
    close_hard(pair.client);
    take(port);
    closesocket(pair.server);
    take(port, 0);
}

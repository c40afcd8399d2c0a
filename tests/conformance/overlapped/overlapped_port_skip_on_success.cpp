#include "../scenario.h"

// FILE_SKIP_COMPLETION_PORT_ON_SUCCESS: no packet for what completes at once.
#include "requests.h"
SCENARIO_INET(overlapped_port_skip_on_success) {
    Pair pair = connected_pair(family);
    HANDLE handle = reinterpret_cast<HANDLE>(pair.server);
    HANDLE port = CreateIoCompletionPort(handle, nullptr, 9, 0);
    truth("mode", SetFileCompletionNotificationModes(handle, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS));
    OVERLAPPED request = {};
    started("send", send_out(pair.server, "abc", 3, &request));
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED* at = nullptr;
    truth("packet", GetQueuedCompletionStatus(port, &bytes, &key, &at, 0));
    char data[8];
    started("receive", receive(pair.server, data, sizeof data, &request));
    send_text(pair.client, "x");
    truth("packet", GetQueuedCompletionStatus(port, &bytes, &key, &at, 10000));
}

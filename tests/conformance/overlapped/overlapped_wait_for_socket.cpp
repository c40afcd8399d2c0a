#include "../scenario.h"

// A socket's handle is signalled when a request without an event has ended, and not while one is
// under way.
// https://learn.microsoft.com/windows/win32/sync/synchronization-and-overlapped-input-and-output
#include "../waits/waits.h"
#include "requests.h"

namespace {

struct Silent : OVERLAPPED {
    Silent() : OVERLAPPED() {}
};

HANDLE handle_of(SOCKET s) {
    return (HANDLE)s;
}

}  // namespace

SCENARIO_INET(overlapped_wait_for_socket) {
    Pair pair = connected_pair(family);
    char data[4];
    Silent first;
    waits::now("idle", handle_of(pair.server));
    started("receive", receive(pair.server, data, sizeof data, &first));
    waits::now("pending", handle_of(pair.server));
    send(pair.client, "ab", 2, 0);
    waits::soon("ended", handle_of(pair.server));
    DWORD bytes = 0;
    truth("result", GetOverlappedResult(handle_of(pair.server), &first, &bytes, FALSE));
    value("bytes", bytes);
    waits::now("still", handle_of(pair.server));

    Silent sent;
    started("send", send_out(pair.server, "cd", 2, &sent));
    waits::soon("sent", handle_of(pair.server));

    Request with_event;
    started("receive with an event", receive(pair.server, data, sizeof data, &with_event));
    waits::now("pending", handle_of(pair.server));
    send(pair.client, "ef", 2, 0);
    outcome("it", pair.server, &with_event);
    waits::now("the event alone", handle_of(pair.server));
}

SCENARIO_INET(overlapped_wait_for_socket_cancelled) {
    Pair pair = connected_pair(family);
    char data[4];
    Silent request;
    started("receive", receive(pair.server, data, sizeof data, &request));
    HANDLE objects[] = {waits::event(), waits::event(), waits::event(), waits::event(),
                        handle_of(pair.server)};
    waits::told("pending", WaitForMultipleObjects(5, objects, FALSE, 0));
    truth("CancelIoEx", CancelIoEx(handle_of(pair.server), &request));
    waits::told("cancelled", WaitForMultipleObjects(5, objects, FALSE, 10000));
    started("receive", receive(pair.server, data, sizeof data, &request));
    waits::told("pending", WaitForMultipleObjects(5, objects, FALSE, 0));
    closesocket(pair.server);
    waits::told("closed", WaitForMultipleObjects(5, objects, FALSE, 0));
}

SCENARIO_INET(overlapped_wait_for_socket_skipped) {
    Pair pair = connected_pair(family);
    char data[4];
    Silent request;
    truth("modes", SetFileCompletionNotificationModes(handle_of(pair.client),
                                                      FILE_SKIP_SET_EVENT_ON_HANDLE));
    started("receive", receive(pair.client, data, sizeof data, &request));
    waits::now("pending", handle_of(pair.client));
    send(pair.server, "ab", 2, 0);
    outcome("it", pair.client, &request);
    waits::now("ended", handle_of(pair.client));

    Request with_event;
    started("receive with an event", receive(pair.client, data, sizeof data, &with_event));
    send(pair.server, "cd", 2, 0);
    waits::soon("the event", with_event.hEvent);
}

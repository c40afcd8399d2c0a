// Network events, and requests that an event tells of.
#include "scenario.h"

namespace faults {

namespace {

// Waits for one network event and gives its error; -1: it never came.
int event_of(const Socket& socket, HANDLE event, int bit) {
    for (;;) {
        if (WaitForSingleObject(event, kLimit) != WAIT_OBJECT_0) {
            problem("no network event%s %lld", "", bit);
            return -1;
        }
        WSANETWORKEVENTS events;
        if (!good("WSAEnumNetworkEvents", WSAEnumNetworkEvents(socket.s, event, &events) == 0))
            return -1;
        if (events.lNetworkEvents & (1 << bit)) {
            if (events.iErrorCode[bit] != 0)
                failed("a network event", events.iErrorCode[bit]);
            return events.iErrorCode[bit];
        }
    }
}

}  // namespace

void network_events() {
    Listener listener;
    Socket client, server;
    Handle accepts(WSACreateEvent()), connects(WSACreateEvent()), reads(WSACreateEvent());
    if (!listener.open() ||
        !good("WSAEventSelect", WSAEventSelect(listener.s, accepts.h, FD_ACCEPT) == 0) ||
        !client.take("socket", socket(AF_INET, SOCK_STREAM, 0)) ||
        !good("WSAEventSelect", WSAEventSelect(client.s, connects.h, FD_CONNECT | FD_WRITE) == 0))
        return;
    if (connect(client.s, reinterpret_cast<sockaddr*>(&listener.at), sizeof listener.at) != 0 &&
        !good("connect", WSAGetLastError() == WSAEWOULDBLOCK))
        return;
    if (event_of(client, connects.h, FD_CONNECT_BIT) != 0 ||
        event_of(listener, accepts.h, FD_ACCEPT_BIT) != 0)
        return;
    while ((server.s = accept(listener.s, nullptr, nullptr)) == INVALID_SOCKET &&
           WSAGetLastError() == WSAEWOULDBLOCK)
        if (event_of(listener, accepts.h, FD_ACCEPT_BIT) != 0)
            return;
    if (!good("accept", server.s != INVALID_SOCKET) ||
        !good("WSAEventSelect", WSAEventSelect(server.s, reads.h, FD_READ | FD_CLOSE) == 0))
        return;
    for (int i = 0; i < 2; ++i) {
        char text[8];
        int sent;
        while ((sent = send(client.s, "abcd", 4, 0)) < 0 && WSAGetLastError() == WSAEWOULDBLOCK)
            if (event_of(client, connects.h, FD_WRITE_BIT) != 0)
                return;
        if (!good("send", sent == 4) || event_of(server, reads.h, FD_READ_BIT) != 0)
            return;
        int received;
        while ((received = recv(server.s, text, 8, 0)) < 0 && WSAGetLastError() == WSAEWOULDBLOCK)
            if (event_of(server, reads.h, FD_READ_BIT) != 0)
                return;
        if (!good("recv", received == 4))
            return;
    }
    client.close();
    event_of(server, reads.h, FD_CLOSE_BIT);
}

void overlapped_by_event() {
    Pair pair;
    if (!pair.open())
        return;
    Operation receive;
    Handle event(CreateEventW(nullptr, TRUE, FALSE, nullptr));
    receive.hEvent = event.h;
    WSABUF buffer = receive.buffer();
    DWORD flags = 0, bytes = 0;
    if (WSARecv(pair.server.s, &buffer, 1, nullptr, &flags, &receive, nullptr) != 0 &&
        !good("WSARecv", WSAGetLastError() == WSA_IO_PENDING))
        return;
    const bool sent = good("send", send(pair.client.s, "abcd", 4, 0) == 4);
    if (!sent)
        pair.server.close();  // ends the request
    if (WaitForSingleObject(event.h, kLimit) != WAIT_OBJECT_0)
        return problem("a request never completed%s");
    if (sent &&
        good("WSAGetOverlappedResult",
             WSAGetOverlappedResult(pair.server.s, &receive, &bytes, FALSE, &flags) != 0) &&
        bytes != 4)
        problem("%s%lld bytes", "", bytes);
}

}  // namespace faults

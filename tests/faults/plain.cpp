// Calls that are not overlapped.
#include "scenario.h"

namespace faults {

void plain_transfers() {
    Pair pair;
    if (!pair.open())
        return;
    char text[8] = {};
    DWORD limit = kLimit;
    good("setsockopt", setsockopt(pair.server.s, SOL_SOCKET, SO_RCVTIMEO,
                                  reinterpret_cast<char*>(&limit), sizeof limit) == 0);
    if (!good("send", send(pair.client.s, "abc", 3, 0) == 3) ||
        !good("recv", recv(pair.server.s, text, 8, 0) == 3))
        return;
    if (memcmp(text, "abc", 3) != 0)
        problem("other bytes%s");
    WSABUF buffers[2] = {{1, text}, {2, text + 1}};
    DWORD bytes = 0, flags = 0;
    if (!good("WSASend", WSASend(pair.client.s, buffers, 2, &bytes, 0, nullptr, nullptr) == 0) ||
        !good("WSARecv", WSARecv(pair.server.s, buffers, 2, &bytes, &flags, nullptr, nullptr) == 0))
        return;
    sockaddr_in peer;
    int length = sizeof peer;
    good("getpeername",
         getpeername(pair.server.s, reinterpret_cast<sockaddr*>(&peer), &length) == 0);
    if (good("shutdown", shutdown(pair.client.s, SD_SEND) == 0))
        good("recv", recv(pair.server.s, text, 8, 0) == 0);
}

namespace {

bool selects(SOCKET s, bool writable) {
    fd_set set;
    FD_ZERO(&set);
    FD_SET(s, &set);
    timeval limit = {kLimit / 1000, 0};
    const int found =
        select(0, writable ? nullptr : &set, writable ? &set : nullptr, nullptr, &limit);
    if (found == 0)
        problem("select timed out%s");
    return good("select", found > 0);
}

}  // namespace

void nonblocking() {
    Listener listener;
    Socket client, server;
    u_long on = 1;
    if (!listener.open() || !good("ioctlsocket", ioctlsocket(listener.s, FIONBIO, &on) == 0) ||
        !client.take("socket", socket(AF_INET, SOCK_STREAM, 0)) ||
        !good("ioctlsocket", ioctlsocket(client.s, FIONBIO, &on) == 0))
        return;
    if (connect(client.s, reinterpret_cast<sockaddr*>(&listener.at), sizeof listener.at) != 0 &&
        !good("connect", WSAGetLastError() == WSAEWOULDBLOCK))
        return;
    if (!selects(client.s, true))
        return;
    do {
        if (!selects(listener.s, false))
            return;
        server.s = accept(listener.s, nullptr, nullptr);
        // It was readable and the request may be gone: so the documentation has it.
    } while (server.s == INVALID_SOCKET && WSAGetLastError() == WSAEWOULDBLOCK);
    if (!good("accept", server.s != INVALID_SOCKET))
        return;
    for (int i = 0; i < 3; ++i) {
        char text[8];
        int sent;
        while ((sent = send(client.s, "abcd", 4, 0)) < 0 && WSAGetLastError() == WSAEWOULDBLOCK)
            if (!selects(client.s, true))
                return;
        if (!good("send", sent == 4))
            return;
        WSAPOLLFD poll = {server.s, POLLRDNORM, 0};
        int received;
        do {
            if (!good("WSAPoll", WSAPoll(&poll, 1, kLimit) == 1))
                return;
            received = recv(server.s, text, 8, 0);
        } while (received < 0 && WSAGetLastError() == WSAEWOULDBLOCK);
        if (!good("recv", received == 4))
            return;
    }
}

namespace {

int CALLBACK defer_first(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                         DWORD_PTR times) {
    return ++*reinterpret_cast<int*>(times) == 1 ? CF_DEFER : CF_ACCEPT;
}

}  // namespace

void conditional_accept() {
    Listener listener;
    Socket client, server;
    int times = 0;
    const auto context = reinterpret_cast<DWORD_PTR>(&times);
    if (!listener.open() || !client.take("socket", socket(AF_INET, SOCK_STREAM, 0)) ||
        !good("connect", connect(client.s, reinterpret_cast<sockaddr*>(&listener.at),
                                 sizeof listener.at) == 0))
        return;
    server.s = WSAAccept(listener.s, nullptr, nullptr, defer_first, context);
    if (server.s == INVALID_SOCKET && !good("WSAAccept", WSAGetLastError() == WSATRY_AGAIN))
        return;
    if (server.s != INVALID_SOCKET)
        return problem("a deferred request was accepted%s");
    if (server.take("WSAAccept", WSAAccept(listener.s, nullptr, nullptr, defer_first, context)) &&
        times != 2)
        problem("%s%lld calls of the condition function", "", times);
}

}  // namespace faults

// Requests and readiness that a completion port tells of.
#include "scenario.h"

namespace faults {

void port_echo() {
    Port port;
    {
        Pair pair;
        Operation first[3], answer[3], reply;
        if (pair.open() && port.add(pair.server) && port.add(pair.client)) {
            for (Operation& each : first)
                port.receive(pair.server, each);
            for (int i = 0; i < 3 && run.code == 0; ++i) {
                memset(answer[i].data, 'a' + i, sizeof answer[i].data);
                if (!port.send(pair.client, answer[i], 512) || !port.wait(answer[i]))
                    break;
                if (first[i].outstanding != 0 && port.wait(first[i]) && first[i].bytes == 512 &&
                    first[i].data[511] != 'a' + i)
                    problem("other bytes%s");
            }
            port.receive(pair.client, reply);  // nothing comes: the close ends it
        }
        pair.client.close();
        pair.server.close();
        port.finish();
    }
}

// More than the kernel takes at once: the sends are made bit by bit.
void port_long_send() {
    constexpr ULONG kLength = 6 << 20;
    static char data[kLength];
    Port port;
    Pair pair;
    Operation sends[2], receives;
    if (!pair.open() || !port.add(pair.server) || !port.add(pair.client))
        return;
    int begun = 0;
    for (Operation& each : sends) {
        WSABUF buffer = {kLength / 2, data};
        begun += port.started("WSASend", each,
                              WSASend(pair.client.s, &buffer, 1, nullptr, 0, &each, nullptr) == 0);
    }
    // Its own memory is too small for so much at once, so it takes pieces of a static one.
    static char sink[1 << 20];
    long long got = 0;
    while (run.code == 0 && got < begun * static_cast<long long>(kLength / 2)) {
        WSABUF buffer = {sizeof sink, sink};
        DWORD flags = 0;
        if (!port.started(
                "WSARecv", receives,
                WSARecv(pair.server.s, &buffer, 1, nullptr, &flags, &receives, nullptr) == 0))
            break;
        // A send that fails leaves the receive without an end.
        while (receives.outstanding != 0 && run.code == 0)
            if (!port.take())
                return problem("a request never completed%s");
        if (receives.outstanding == 0)
            got += receives.bytes;
    }
    if (run.code == 0 && got != kLength)
        problem("%s%lld bytes arrived", "", got);
    pair.client.close();
    pair.server.close();
    port.finish();
}

void datagrams() {
    Listener one, two;
    Port port;
    Operation receives[2], send;
    if (one.open(SOCK_DGRAM) && two.open(SOCK_DGRAM) && port.add(two)) {
        sockaddr_in from[2];
        INT lengths[2] = {sizeof from[0], sizeof from[1]};
        DWORD flags[2] = {0, 0};
        for (int i = 0; i < 2; ++i) {
            WSABUF buffer = receives[i].buffer();
            port.started("WSARecvFrom", receives[i],
                         WSARecvFrom(two.s, &buffer, 1, nullptr, &flags[i],
                                     reinterpret_cast<sockaddr*>(&from[i]), &lengths[i],
                                     &receives[i], nullptr) == 0);
        }
        if (receives[0].outstanding != 0 &&
            good("sendto", sendto(one.s, "abc", 3, 0, reinterpret_cast<sockaddr*>(&two.at),
                                  sizeof two.at) == 3))
            port.wait(receives[0]);
        char text[8];
        DWORD limit = kLimit;
        good("setsockopt", setsockopt(one.s, SOL_SOCKET, SO_RCVTIMEO,
                                      reinterpret_cast<char*>(&limit), sizeof limit) == 0);
        WSABUF buffer = {2, send.data};
        if (port.started(
                "WSASendTo", send,
                WSASendTo(two.s, &buffer, 1, nullptr, 0, reinterpret_cast<sockaddr*>(&one.at),
                          sizeof one.at, &send, nullptr) == 0) &&
            port.wait(send))
            good("recvfrom", recvfrom(one.s, text, 8, 0, nullptr, nullptr) == 2);
    }
    one.close();
    two.close();
    port.finish();
}

// Readiness by packets, and a request that is cancelled.
void notifications() {
    Port port;
    Pair pair;
    if (!port.port.h || !pair.open())
        return;
    SOCK_NOTIFY_REGISTRATION registration = {};
    registration.socket = pair.server.s;
    registration.completionKey = &registration;
    registration.eventFilter = SOCK_NOTIFY_REGISTER_EVENT_IN | SOCK_NOTIFY_REGISTER_EVENT_HANGUP;
    registration.operation = SOCK_NOTIFY_OP_ENABLE;
    registration.triggerFlags = SOCK_NOTIFY_TRIGGER_ONESHOT | SOCK_NOTIFY_TRIGGER_LEVEL;
    DWORD code = ProcessSocketNotifications(port.port.h, 1, &registration, 0, 0, nullptr, nullptr);
    if (code == ERROR_SUCCESS)
        code = registration.registrationResult;
    if (code != ERROR_SUCCESS) {
        failed("ProcessSocketNotifications", static_cast<int>(code));
        return;
    }
    if (!good("send", send(pair.client.s, "abcd", 4, 0) == 4))
        return;
    OVERLAPPED_ENTRY entry;
    UINT32 count = 0;
    code = ProcessSocketNotifications(port.port.h, 0, nullptr, kLimit, 1, &entry, &count);
    if (code == WAIT_TIMEOUT)
        problem("no notification%s");
    else if (code != ERROR_SUCCESS)
        failed("ProcessSocketNotifications", static_cast<int>(code));
    else if (entry.lpCompletionKey != reinterpret_cast<ULONG_PTR>(&registration))
        problem("another socket's notification%s");
}

void cancelled() {
    Port port;
    Pair pair;
    Operation receives[4];
    if (pair.open() && port.add(pair.server)) {
        for (Operation& each : receives)
            port.receive(pair.server, each);
        for (int i = 0; i < 4; i += 2)
            if (receives[i].outstanding != 0)
                good("CancelIoEx", CancelIoEx(pair.server.handle(), &receives[i]) != 0);
        good("send", send(pair.client.s, "abcd", 4, 0) == 4);
        port.closing = true;
        while (run.code == 0 && port.outstanding > 1)
            if (!port.take())
                return problem("a request never completed%s");
        if (run.code == 0 && receives[1].ok && receives[1].bytes != 4)
            problem("the data went elsewhere%s");
    }
    pair.server.close();
    port.finish();
}

}  // namespace faults

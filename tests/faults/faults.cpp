// One system call of the library's fails, and then the next one, and so on: whatever fails, each
// request completes exactly once, the error is a documented one, nothing hangs and nothing is left.
//   faults [--most N] [--only SCENARIO]
// For each scenario, each kind of call and each error that the kernel has for it, the first,
// second,
// ... call of the kind fails; --most bounds how many of these are tried (spread evenly; 0: all).
#define _WIN32_WINNT 0x0A00
#include <winsock2.h>
#include <ws2tcpip.h>
#include <mswsock.h>
#include <afunix.h>
#include <windows.h>
#include <process.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <atomic>
#include <set>
#include <string>
#include <vector>

#include "fault_shim.h"

namespace {

constexpr DWORD kLimit = 20000;  // milliseconds until something counts as lost
constexpr ULONGLONG kHang = 60000;

struct Fault {
    const char* kind;
    std::vector<int> numbers;
};
const std::vector<Fault> kFaults = {
    {"socket", {EMFILE, ENOBUFS, ENOMEM}},
    {"bind", {ENOMEM}},
    {"listen", {ENOBUFS}},
    {"accept4", {EAGAIN, EINTR, ECONNABORTED, EMFILE, ENOBUFS, ENOMEM}},
    {"connect", {EINTR, ENOBUFS, ENOMEM}},
    {"getsockname", {ENOBUFS}},
    {"getpeername", {ENOBUFS}},
    {"getsockopt", {ENOBUFS, ENOMEM}},
    {"setsockopt", {ENOBUFS, ENOMEM}},
    {"send", {EAGAIN, EINTR, ENOBUFS, ENOMEM}},
    {"recv", {EAGAIN, EINTR, ENOBUFS, ENOMEM}},
    {"sendto", {EAGAIN, EINTR, ENOBUFS, ENOMEM}},
    {"recvfrom", {EAGAIN, EINTR, ENOBUFS, ENOMEM}},
    {"sendmsg", {EAGAIN, EINTR, ENOBUFS, ENOMEM}},
    {"recvmsg", {EAGAIN, EINTR, ENOBUFS, ENOMEM}},
    {"sendfile", {EAGAIN, EINTR, ENOMEM}},
    {"dup3", {EINTR, EMFILE}},
    {"fcntl", {EMFILE}},
    {"close", {EINTR}},
    {"poll", {EINTR}},
    {"epoll_create1", {EMFILE, ENOMEM}},
    {"epoll_ctl", {ENOMEM, ENOSPC}},
    {"epoll_wait", {EINTR}},
    {"epoll_pwait2", {EINTR}},
    {"eventfd", {EMFILE, ENOMEM}},
    {"pthread_create", {EAGAIN}},
    {"memory", {ENOMEM}},
};

// What Winsock says first about the failure, if anything.
std::set<int> documented(int number, const std::string& kind) {
    switch (number) {
        case EMFILE:
            return {WSAEMFILE, ERROR_TOO_MANY_OPEN_FILES, WSAENOBUFS, ERROR_NOT_ENOUGH_MEMORY};
        case ENOBUFS:
        case ENOMEM:
        case ENOSPC:
            if (kind == "recvmsg")  // a pipe's end; a local stream's receive takes no memory
                return {WSAENOBUFS, ERROR_NO_SYSTEM_RESOURCES, ERROR_BROKEN_PIPE};
            // FD_CLOSE knows no other reason.
            return {WSAENOBUFS, ERROR_NOT_ENOUGH_MEMORY, ERROR_NO_SYSTEM_RESOURCES,
                    WSAECONNABORTED};
        case ECONNABORTED:
            return {WSAECONNRESET, WSAECONNABORTED, ERROR_NETNAME_DELETED};
        case EAGAIN:
            if (kind == "pthread_create")
                return {WSAENOBUFS, ERROR_NOT_ENOUGH_MEMORY};
            return {};
        default:
            return {};  // signals and spurious wake-ups are not the program's business
    }
}

// ---- what one run found ----

struct Run {
    const char* scenario = "";
    std::string fault = "none";
    const char* where = "";
    int code = 0;  // the first error that the program was told
};
Run run;
int problems;
std::atomic<ULONGLONG> run_began;

void problem(const char* format, const char* detail = "", long long number = 0) {
    ++problems;
    printf("%s, %s: ", run.scenario, run.fault.c_str());
    printf(format, detail, number);
    printf("\n");
}

bool failed(const char* where, int code) {
    if (run.code == 0) {
        run.where = where;
        run.code = code;
    }
    return false;
}
bool good(const char* where, bool ok) {
    return ok || failed(where, WSAGetLastError());
}

struct Socket {
    SOCKET s = INVALID_SOCKET;
    Socket() = default;
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    ~Socket() { close(); }
    void close() {
        if (s != INVALID_SOCKET && closesocket(s) != 0)
            problem("closesocket failed%s: %lld", "", WSAGetLastError());
        s = INVALID_SOCKET;
    }
    bool take(const char* where, SOCKET made) {
        close();
        s = made;
        return good(where, s != INVALID_SOCKET);
    }
    HANDLE handle() const { return reinterpret_cast<HANDLE>(s); }
};
struct Handle {
    HANDLE h = nullptr;
    explicit Handle(HANDLE made) : h(made) { good("handle", h != nullptr); }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() {
        if (h)
            CloseHandle(h);
    }
};

struct Listener : Socket {
    sockaddr_in at{};
    bool open(int type = SOCK_STREAM, DWORD flags = WSA_FLAG_OVERLAPPED) {
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        at.sin_port = 0;
        int length = sizeof at;
        return take("socket", WSASocketW(AF_INET, type, 0, nullptr, 0, flags)) &&
               good("bind", bind(s, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0) &&
               (type == SOCK_DGRAM || good("listen", listen(s, 5) == 0)) &&
               good("getsockname", getsockname(s, reinterpret_cast<sockaddr*>(&at), &length) == 0);
    }
};
struct Pair {
    Listener listener;
    Socket client, server;
    bool open(DWORD flags = WSA_FLAG_OVERLAPPED) {
        return listener.open(SOCK_STREAM, flags) &&
               client.take("socket", WSASocketW(AF_INET, SOCK_STREAM, 0, nullptr, 0, flags)) &&
               good("connect", connect(client.s, reinterpret_cast<sockaddr*>(&listener.at),
                                       sizeof listener.at) == 0) &&
               server.take("accept", accept(listener.s, nullptr, nullptr));
    }
};

// ---- requests that a port tells of ----

struct Operation : OVERLAPPED {
    Operation() : OVERLAPPED() {}
    int outstanding = 0;
    bool ok = false;
    DWORD bytes = 0;
    char data[512];
    WSABUF buffer() { return {sizeof data, data}; }
};

struct Port {
    Handle port{CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0)};
    int outstanding = 0;
    bool closing = false;  // the sockets are closed, which ends what is outstanding

    bool add(const Socket& socket) {
        return port.h && good("CreateIoCompletionPort",
                              CreateIoCompletionPort(socket.handle(), port.h, 7, 0) == port.h);
    }
    // `ok`: what the function that started the request said.
    bool started(const char* where, Operation& operation, bool ok) {
        if (!ok && WSAGetLastError() != WSA_IO_PENDING)
            return failed(where, WSAGetLastError());
        ++operation.outstanding;
        ++outstanding;
        return true;
    }
    bool receive(const Socket& socket, Operation& operation) {
        WSABUF buffer = operation.buffer();
        DWORD flags = 0;
        return started("WSARecv", operation,
                       WSARecv(socket.s, &buffer, 1, nullptr, &flags, &operation, nullptr) == 0);
    }
    bool send(const Socket& socket, Operation& operation, ULONG length) {
        WSABUF buffer = {length, operation.data};
        return started("WSASend", operation,
                       WSASend(socket.s, &buffer, 1, nullptr, 0, &operation, nullptr) == 0);
    }
    // Takes one completion. False: none came.
    bool take(DWORD limit = kLimit) {
        DWORD bytes = 0;
        ULONG_PTR key = 0;
        OVERLAPPED* at = nullptr;
        const BOOL ok = GetQueuedCompletionStatus(port.h, &bytes, &key, &at, limit);
        if (!at) {
            if (!ok && GetLastError() != WAIT_TIMEOUT)
                failed("GetQueuedCompletionStatus", GetLastError());
            return false;
        }
        auto& operation = *static_cast<Operation*>(at);
        if (--operation.outstanding != 0)
            problem("a request completed twice%s");
        operation.ok = ok != FALSE;
        operation.bytes = bytes;
        if (!ok && !closing)
            failed("a completion", GetLastError());
        --outstanding;
        return true;
    }
    // Until the request has completed.
    bool wait(const Operation& operation) {
        while (operation.outstanding != 0)
            if (!take()) {
                problem("a request never completed%s");
                return false;
            }
        return operation.ok;
    }
    // All that is outstanding, after the sockets are closed.
    void finish() {
        closing = true;
        while (outstanding > 0)
            if (!take()) {
                problem("%s%lld requests never completed", "", outstanding);
                return;
            }
        if (port.h && take(0))
            problem("a completion too many%s");
    }
};

// ---- the scenarios ----

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

template <typename Function>
Function extension(SOCKET s, GUID id) {
    Function function = nullptr;
    DWORD bytes = 0;
    good("WSAIoctl", WSAIoctl(s, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &function,
                              sizeof function, &bytes, nullptr, nullptr) == 0);
    return function;
}

void extensions() {
    Port port;
    Listener listener;
    Socket servers[3], client;
    Operation accepts[3], connection, sending, receiving, ending;
    sockaddr_in any{};
    any.sin_family = AF_INET;
    if (listener.open() && port.add(listener)) {
        auto accept_ex = extension<LPFN_ACCEPTEX>(listener.s, WSAID_ACCEPTEX);
        auto connect_ex = extension<LPFN_CONNECTEX>(listener.s, WSAID_CONNECTEX);
        auto disconnect_ex = extension<LPFN_DISCONNECTEX>(listener.s, WSAID_DISCONNECTEX);
        for (int i = 0; accept_ex && i < 3; ++i)
            if (servers[i].take("socket", socket(AF_INET, SOCK_STREAM, 0)))
                port.started("AcceptEx", accepts[i],
                             accept_ex(listener.s, servers[i].s, accepts[i].data, i == 0 ? 0 : 16,
                                       64, 64, nullptr, &accepts[i]) != 0);
        DWORD sent = 0;
        if (connect_ex && accepts[0].outstanding != 0 &&
            client.take("socket", socket(AF_INET, SOCK_STREAM, 0)) &&
            good("bind", bind(client.s, reinterpret_cast<sockaddr*>(&any), sizeof any) == 0) &&
            port.add(client) &&
            port.started(
                "ConnectEx", connection,
                connect_ex(client.s, reinterpret_cast<sockaddr*>(&listener.at), sizeof listener.at,
                           const_cast<char*>("hello"), 5, &sent, &connection) != 0) &&
            port.wait(connection) && port.wait(accepts[0]) &&
            good("SO_UPDATE_CONNECT_CONTEXT",
                 setsockopt(client.s, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, nullptr, 0) == 0) &&
            good("SO_UPDATE_ACCEPT_CONTEXT",
                 setsockopt(servers[0].s, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT,
                            reinterpret_cast<char*>(&listener.s), sizeof listener.s) == 0) &&
            port.add(servers[0]) && port.receive(servers[0], receiving) && port.wait(receiving)) {
            if (receiving.bytes != 5)
                problem("%s%lld bytes", "", receiving.bytes);
            HANDLE file = CreateFileA("/proc/self/exe", GENERIC_READ, FILE_SHARE_READ, nullptr,
                                      OPEN_EXISTING, 0, nullptr);
            if (good("CreateFile", file != INVALID_HANDLE_VALUE)) {
                if (port.started(
                        "TransmitFile", sending,
                        TransmitFile(servers[0].s, file, 4096, 0, &sending, nullptr, 0) != 0))
                    port.wait(sending);
                CloseHandle(file);
            }
            if (disconnect_ex &&
                port.started("DisconnectEx", ending,
                             disconnect_ex(servers[0].s, &ending, TF_REUSE_SOCKET, 0) != 0)) {
                client.close();
                port.wait(ending);
            }
        }
    }
    client.close();
    for (Socket& each : servers)
        each.close();
    listener.close();
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

int CALLBACK defer_first(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                         DWORD_PTR times) {
    return ++*reinterpret_cast<int*>(times) == 1 ? CF_DEFER : CF_ACCEPT;
}

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

void registered_io() {
    Pair pair;
    RIO_EXTENSION_FUNCTION_TABLE f = {};
    GUID id = WSAID_MULTIPLE_RIO;
    DWORD bytes = 0;
    if (!pair.open(WSA_FLAG_OVERLAPPED | WSA_FLAG_REGISTERED_IO) ||
        !good("WSAIoctl", WSAIoctl(pair.server.s, SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER, &id,
                                   sizeof id, &f, sizeof f, &bytes, nullptr, nullptr) == 0))
        return;
    Handle event(CreateEventW(nullptr, FALSE, FALSE, nullptr));
    RIO_NOTIFICATION_COMPLETION notify = {};
    notify.Type = RIO_EVENT_COMPLETION;
    notify.Event.EventHandle = event.h;
    notify.Event.NotifyReset = TRUE;
    char memory[256];
    const RIO_BUFFERID buffer = f.RIORegisterBuffer(memory, sizeof memory);
    const RIO_CQ queue = f.RIOCreateCompletionQueue(8, &notify);
    good("RIORegisterBuffer", buffer != RIO_INVALID_BUFFERID);
    good("RIOCreateCompletionQueue", queue != RIO_INVALID_CQ);
    RIO_RQ requests = RIO_INVALID_RQ;
    if (buffer != RIO_INVALID_BUFFERID && queue != RIO_INVALID_CQ) {
        requests = f.RIOCreateRequestQueue(pair.server.s, 3, 1, 2, 1, queue, queue, nullptr);
        good("RIOCreateRequestQueue", requests != RIO_INVALID_RQ);
    }
    int outstanding = 0, seen[3] = {};
    bool closing = false;
    const auto slice = [&](int i) { return RIO_BUF{buffer, static_cast<ULONG>(i) * 64, 64}; };
    // Until `left` are outstanding.
    const auto take = [&](int left) {
        while (outstanding > left) {
            RIORESULT results[4];
            const ULONG got = f.RIODequeueCompletion(queue, results, 4);
            if (got == 0) {
                if (f.RIONotify(queue) != 0)
                    return failed("RIONotify", WSAGetLastError());
                if (WaitForSingleObject(event.h, kLimit) != WAIT_OBJECT_0) {
                    problem("%s%lld registered requests never completed", "", outstanding);
                    return false;
                }
            }
            for (ULONG i = 0; i < got; ++i) {
                if (++seen[results[i].RequestContext] != 1)
                    problem("a registered request completed twice%s");
                if (results[i].Status != 0 && !closing)
                    failed("a registered request", results[i].Status);
                --outstanding;
            }
        }
        return true;
    };
    if (requests != RIO_INVALID_RQ) {
        for (int i = 0; i < 2; ++i) {
            RIO_BUF part = slice(i);
            const BOOL ok = f.RIOReceive(requests, &part, 1, 0, reinterpret_cast<void*>(size_t(i)));
            outstanding += good("RIOReceive", ok) ? 1 : 0;
        }
        RIO_BUF part = slice(2);
        outstanding +=
            good("RIOSend", f.RIOSend(requests, &part, 1, 0, reinterpret_cast<void*>(size_t(2))));
        if (outstanding == 3 && good("send", send(pair.client.s, "abcd", 4, 0) == 4))
            take(1);
    }
    pair.client.close();
    pair.server.close();
    closing = true;
    if (queue != RIO_INVALID_CQ) {
        take(0);
        f.RIOCloseCompletionQueue(queue);
    }
    if (buffer != RIO_INVALID_BUFFERID)
        f.RIODeregisterBuffer(buffer);
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

// One peer for all: AF_UNIX, whose sends wait for room in another way.
void local_echo() {
    Port port;
    Socket listener, client, server;
    sockaddr_un at = {};
    at.sun_family = AF_UNIX;
    sprintf_s(at.sun_path, "/tmp/berth-faults-%u", GetCurrentProcessId());
    DeleteFileA(at.sun_path);
    Operation sending, receiving;
    static char data[1 << 20];
    if (listener.take("socket", socket(AF_UNIX, SOCK_STREAM, 0)) &&
        good("bind", bind(listener.s, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0) &&
        good("listen", listen(listener.s, 1) == 0) &&
        client.take("socket", socket(AF_UNIX, SOCK_STREAM, 0)) &&
        good("connect", connect(client.s, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0) &&
        server.take("accept", accept(listener.s, nullptr, nullptr)) && port.add(server)) {
        WSABUF buffer = {sizeof data, data};
        port.started("WSASend", sending,
                     WSASend(server.s, &buffer, 1, nullptr, 0, &sending, nullptr) == 0);
        DWORD limit = kLimit;
        good("setsockopt", setsockopt(client.s, SOL_SOCKET, SO_RCVTIMEO,
                                      reinterpret_cast<char*>(&limit), sizeof limit) == 0);
        static char sink[1 << 16];
        for (size_t got = 0; run.code == 0 && sending.outstanding != 0 && got < sizeof data;) {
            const int length = recv(client.s, sink, sizeof sink, 0);
            if (!good("recv", length > 0))
                break;
            got += static_cast<size_t>(length);
            port.take(0);
        }
        if (run.code == 0)
            port.wait(sending);
    }
    client.close();
    server.close();
    port.finish();
    listener.close();
    DeleteFileA(at.sun_path);
}

// A named pipe's ends, whose requests go the same way.
void pipes() {
    Port port;
    char name[64];
    sprintf_s(name, "\\\\.\\pipe\\berth-faults-%u", GetCurrentProcessId());
    HANDLE server =
        CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED,
                         PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE, 1, 0, 0, 0, nullptr);
    if (!good("CreateNamedPipe", server != INVALID_HANDLE_VALUE))
        return;
    HANDLE client = INVALID_HANDLE_VALUE;
    Operation connection, reading, late;
    if (port.port.h && good("CreateIoCompletionPort",
                            CreateIoCompletionPort(server, port.port.h, 7, 0) == port.port.h)) {
        if (port.started("ConnectNamedPipe", connection,
                         ConnectNamedPipe(server, &connection) != 0)) {
            client = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0,
                                 nullptr);
            DWORD written = 0;
            if (good("CreateFile", client != INVALID_HANDLE_VALUE) && port.wait(connection) &&
                port.started(
                    "ReadFile", reading,
                    ReadFile(server, reading.data, sizeof reading.data, nullptr, &reading) != 0) &&
                good("WriteFile", WriteFile(client, "abc", 3, &written, nullptr) != 0) &&
                port.wait(reading)) {
                if (reading.bytes != 3)
                    problem("%s%lld bytes", "", reading.bytes);
                port.started("ReadFile", late,
                             ReadFile(server, late.data, sizeof late.data, nullptr, &late) != 0);
            }
        }
    }
    if (client != INVALID_HANDLE_VALUE)
        CloseHandle(client);
    CloseHandle(server);
    port.finish();
}

struct Scenario {
    const char* name;
    void (*body)();
};
const Scenario kScenarios[] = {
    {"plain_transfers", plain_transfers},
    {"nonblocking", nonblocking},
    {"network_events", network_events},
    {"overlapped_by_event", overlapped_by_event},
    {"port_echo", port_echo},
    {"port_long_send", port_long_send},
    {"extensions", extensions},
    {"datagrams", datagrams},
    {"conditional_accept", conditional_accept},
    {"registered_io", registered_io},
    {"notifications", notifications},
    {"cancelled", cancelled},
    {"local_echo", local_echo},
    {"pipes", pipes},
};

// ---- all of them ----

int descriptors() {
    int count = 0;
    DIR* folder = opendir("/proc/self/fd");
    while (folder && readdir(folder))
        ++count;
    closedir(folder);
    return count;
}

unsigned __stdcall watch_over(void*) {
    for (;;) {
        Sleep(1000);
        if (GetTickCount64() - run_began > kHang) {
            printf("%s, %s: hangs\n", run.scenario, run.fault.c_str());
            fflush(stdout);
            abort();
        }
    }
}

// Once, with the nth call of the kind failing (0: none). Whether one failed.
bool run_once(const Scenario& scenario, int kind, int number, unsigned nth) {
    run = Run();
    run.scenario = scenario.name;
    if (nth != 0) {
        char text[64];
        sprintf_s(text, "%s %u fails with %d (%s)", fault_kind_name(kind), nth, number,
                  strerror(number));
        run.fault = text;
    }
    run_began = GetTickCount64();
    const int before = descriptors();
    fault_arm(kind, number, nth);
    scenario.body();
    const bool hit = fault_disarm() != 0;
    const int after = descriptors();
    if (after > before && nth != 0) {
        // What was made for all of the process stays, but does not come again.
        scenario.body();
        if (descriptors() > after)
            problem("%s%lld descriptors are left", "", descriptors() - before);
    }
    return hit;
}

int run_all(const Scenario& scenario, unsigned most) {
    int faults = 0;
    run_once(scenario, -1, 0, 0);
    run_once(scenario, -1, 0, 0);
    if (run.code != 0)
        problem("fails without a fault: %s %lld", run.where, run.code);
    std::vector<unsigned> counts;
    for (int kind = 0; kind < fault_kinds(); ++kind)
        counts.push_back(fault_count(kind));
    for (const Fault& fault : kFaults) {
        int kind = 0;
        while (strcmp(fault_kind_name(kind), fault.kind) != 0)
            ++kind;
        const unsigned count = counts[static_cast<size_t>(kind)];
        const unsigned tried = most != 0 && most < count ? most : count;
        for (const int number : fault.numbers) {
            for (unsigned i = 0; i < tried; ++i) {
                const bool hit = run_once(scenario, kind, number, 1 + i * count / tried);
                faults += hit;
                if (run.code != 0 && !documented(number, fault.kind).count(run.code))
                    problem("%s says %lld", run.where, run.code);
            }
        }
    }
    return faults;
}

}  // namespace

int main(int argc, char** argv) {
    unsigned most = 0;
    const char* only = nullptr;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--most") == 0)
            most = static_cast<unsigned>(atoi(argv[i + 1]));
        else
            only = argv[i + 1];
    }
    WSADATA data;
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    run_began = GetTickCount64();
    CloseHandle(
        reinterpret_cast<HANDLE>(_beginthreadex(nullptr, 0, watch_over, nullptr, 0, nullptr)));
    int faults = 0;
    for (const Scenario& scenario : kScenarios) {
        if (only && strcmp(only, scenario.name) != 0)
            continue;
        const int found = run_all(scenario, most);
        printf("%s: %d faults\n", scenario.name, found);
        fflush(stdout);
        faults += found;
    }
    WSACleanup();
    printf("%d faults, %d problems\n", faults, problems);
    return problems == 0 && faults > 0 ? 0 : 1;
}

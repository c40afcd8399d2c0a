// What the scenarios share: what one run finds, sockets that close themselves, and requests that a
// port tells of.
#pragma once

#define _WIN32_WINNT 0x0A00
#include <winsock2.h>
#include <ws2tcpip.h>
#include <mswsock.h>
#include <afunix.h>
#include <windows.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <string>

namespace faults {

constexpr DWORD kLimit = 20000;  // milliseconds until something counts as lost

struct Run {
    const char* scenario = "";
    std::string fault = "none";
    const char* where = "";
    int code = 0;  // the first error that the program was told
};
extern Run run;
extern int problems;

// The format takes a text, and then a number.
void problem(const char* format, const char* detail = "", long long number = 0);
// Notes the first error that the program was told; false.
bool failed(const char* where, int code);
bool good(const char* where, bool ok);

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
    char data[512] = {};
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

// The scenarios.
void plain_transfers();
void nonblocking();
void network_events();
void overlapped_by_event();
void port_echo();
void port_long_send();
void extensions();
void datagrams();
void conditional_accept();
void registered_io();
void registered_batch();
void notifications();
void cancelled();
void local_echo();
void pipes();

}  // namespace faults

// What the scenarios of overlapped requests share.
#pragma once

#include "scenario.h"

struct Request : OVERLAPPED {
    Request() : OVERLAPPED() { hEvent = CreateEventW(nullptr, TRUE, FALSE, nullptr); }
    ~Request() { CloseHandle(hEvent); }
};

// "what: 0", "what: pending", or the error.
inline int started(const char* what, int rc) {
    const int code = rc == 0 ? 0 : WSAGetLastError();
    line("%s: %s", what, code == WSA_IO_PENDING ? "pending" : error_name(code));
    return code;
}
inline int started_ex(const char* what, BOOL ok) {
    return started(what, ok ? 0 : SOCKET_ERROR);
}
inline int receive(SOCKET s, char* data, int length, OVERLAPPED* at, DWORD flags = 0) {
    WSABUF buffer = {static_cast<ULONG>(length), data};
    return WSARecv(s, &buffer, 1, nullptr, &flags, at, nullptr);
}
inline int send_out(SOCKET s, const char* data, int length, OVERLAPPED* at) {
    WSABUF buffer = {static_cast<ULONG>(length), const_cast<char*>(data)};
    return WSASend(s, &buffer, 1, nullptr, 0, at, nullptr);
}
// Waits at most ten seconds for the request's event, then writes how it ended.
inline void outcome(const char* what, SOCKET s, OVERLAPPED* at) {
    DWORD bytes = 0;
    DWORD flags = 0;
    WaitForSingleObject(at->hEvent, 10000);
    if (WSAGetOverlappedResult(s, at, &bytes, FALSE, &flags))
        line("%s: %d bytes", what, static_cast<int>(bytes));
    else
        error(what, WSAGetLastError());
}
template <typename Function>
Function extension(SOCKET s, GUID id) {
    Function function = nullptr;
    DWORD returned = 0;
    if (WSAIoctl(s, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &function, sizeof function,
                 &returned, nullptr, nullptr) != 0) {
        line("no extension function: %s", error_name(WSAGetLastError()));
        exit(1);
    }
    return function;
}

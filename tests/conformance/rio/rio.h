// What the scenarios of Registered I/O share. mingw-w64's headers know nothing of it, nor does
// Wine: there every scenario is skipped.
#pragma once

#include "../scenario.h"

#ifdef RIO_CORRUPT_CQ
#define HAVE_RIO 1

struct Rio {
    // A pair whose server has a request queue on a completion queue for eight results.
    explicit Rio(int family, RIO_NOTIFICATION_COMPLETION* notification = nullptr) : memory() {
        listener = WSASocketW(family, SOCK_STREAM, 0, nullptr, 0,
                              WSA_FLAG_OVERLAPPED | WSA_FLAG_REGISTERED_IO);
        const Address any = loopback(family);
        if (bind(listener, any.get(), any.length) != 0 || listen(listener, 5) != 0) {
            line("no listener");
            exit(1);
        }
        client = connected_to(listener);
        server = accepted_from(listener);
        GUID id = WSAID_MULTIPLE_RIO;
        DWORD got = 0;
        if (WSAIoctl(server, SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &f,
                     sizeof f, &got, nullptr, nullptr) != 0) {
            line("no functions: %s", error_name(WSAGetLastError()));
            exit(1);
        }
        buffer = f.RIORegisterBuffer(memory, sizeof memory);
        queue = f.RIOCreateCompletionQueue(8, notification);
        requests = f.RIOCreateRequestQueue(server, 4, 1, 4, 1, queue, queue, &memory);
        if (requests == RIO_INVALID_RQ) {
            line("no request queue: %s", error_name(WSAGetLastError()));
            exit(1);
        }
    }
    BOOL receive(ULONG offset, ULONG length, int context = 0, DWORD flags = 0) {
        RIO_BUF slice = {buffer, offset, length};
        return f.RIOReceive(requests, &slice, 1, flags, numbered(context));
    }
    BOOL send(ULONG offset, ULONG length, int context = 0, DWORD flags = 0) {
        RIO_BUF slice = {buffer, offset, length};
        return f.RIOSend(requests, &slice, 1, flags, numbered(context));
    }
    static PVOID numbered(int context) {
        return reinterpret_cast<PVOID>(static_cast<ULONG_PTR>(context));
    }
    // Polls for so many results, at most ten seconds, and writes them.
    void results(int count) {
        const ULONGLONG begin = GetTickCount64();
        while (count > 0 && GetTickCount64() - begin < 10000) {
            RIORESULT one;
            const ULONG got = f.RIODequeueCompletion(queue, &one, 1);
            if (got == RIO_CORRUPT_CQ) {
                line("corrupt");
                return;
            }
            if (got == 0)
                continue;
            line("result %d: %s, %d bytes", static_cast<int>(one.RequestContext),
                 error_name(one.Status), static_cast<int>(one.BytesTransferred));
            --count;
        }
    }
    void nothing(const char* what) {
        RIORESULT one;
        value(what, f.RIODequeueCompletion(queue, &one, 1));
    }

    RIO_EXTENSION_FUNCTION_TABLE f;
    SOCKET listener, client, server;
    char memory[4096];
    RIO_BUFFERID buffer;
    RIO_CQ queue;
    RIO_RQ requests;
};

// "what: yes" or the error.
inline void done(const char* what, BOOL ok) {
    if (ok)
        truth(what, true);
    else
        error(what, WSAGetLastError());
}
#endif

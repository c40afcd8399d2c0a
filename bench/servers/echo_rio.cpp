// The echo server on Registered I/O: one thread, one completion port for RIONotify's notifications
// and for AcceptEx, one completion queue, one registered buffer of which each connection has a
// slice. Requests are deferred and committed a batch at a time.
#define _WIN32_WINNT 0x0602
#include <winsock2.h>
#include <mswsock.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ws2tcpip.h>

#pragma comment(lib, "ws2_32.lib")
#pragma comment(lib, "mswsock.lib")

/* Slices are not a power of two apart: their first lines would all share the cache's few places. */
enum {
    CONNECTIONS = 8192,
    BUFFER = 16384,
    STRIDE = BUFFER + 64,
    ADDRESS = sizeof(struct sockaddr_in) + 16
};
enum { ACCEPTS = 64, BATCH = 512 };

struct connection {
    SOCKET s;
    RIO_RQ queue;
    RIO_BUF slice;
    struct connection* next_free;
};

struct accepting {
    OVERLAPPED overlapped;
    SOCKET s;
    char addresses[2 * ADDRESS];
};

static char receiving, sending; /* their addresses are the requests' contexts */
static HANDLE port;
static SOCKET listener;
static LPFN_ACCEPTEX accept_ex;
static RIO_EXTENSION_FUNCTION_TABLE rio;
static RIO_CQ completions;
static struct connection* connections;
static struct connection* free_connections;

static void accept_start(struct accepting* a) {
    DWORD got;
    memset(&a->overlapped, 0, sizeof a->overlapped);
    a->s = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0,
                      WSA_FLAG_OVERLAPPED | WSA_FLAG_REGISTERED_IO);
    if (!accept_ex(listener, a->s, a->addresses, 0, ADDRESS, ADDRESS, &got, &a->overlapped) &&
        WSAGetLastError() != WSA_IO_PENDING) {
        fprintf(stderr, "AcceptEx: %d\n", WSAGetLastError());
        exit(1);
    }
}

static void end(struct connection* c) {
    closesocket(c->s);
    c->queue = RIO_INVALID_RQ;
    c->next_free = free_connections;
    free_connections = c;
}

static void accepted(struct accepting* a) {
    struct connection* c = free_connections;
    BOOL on = TRUE;
    setsockopt(a->s, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, (const char*)&listener, sizeof listener);
    setsockopt(a->s, IPPROTO_TCP, TCP_NODELAY, (const char*)&on, sizeof on);
    if (!c) {
        closesocket(a->s);
        return;
    }
    free_connections = c->next_free;
    c->s = a->s;
    c->queue = rio.RIOCreateRequestQueue(c->s, 1, 1, 1, 1, completions, completions, c);
    if (c->queue == RIO_INVALID_RQ || !rio.RIOReceive(c->queue, &c->slice, 1, 0, &receiving))
        end(c);
}

/* What follows a completion. */
static BOOL next(struct connection* c, const RIORESULT* result) {
    RIO_BUF answer = c->slice;
    if (result->RequestContext != (ULONGLONG)(ULONG_PTR)&receiving)
        return rio.RIOReceive(c->queue, &c->slice, 1, RIO_MSG_DEFER, &receiving);
    answer.Length = result->BytesTransferred;
    return rio.RIOSend(c->queue, &answer, 1, RIO_MSG_DEFER, &sending);
}

/* Every completion's next request, deferred; then each request queue is committed. */
static void work(void) {
    static RIORESULT results[BATCH];
    static struct connection* touched[BATCH];
    ULONG count, i, queues;
    while ((count = rio.RIODequeueCompletion(completions, results, BATCH)) != 0) {
        if (count == RIO_CORRUPT_CQ)
            exit(1);
        queues = 0;
        for (i = 0; i < count; ++i) {
            struct connection* c = (struct connection*)(ULONG_PTR)results[i].SocketContext;
            if (c->queue == RIO_INVALID_RQ)
                continue;
            if (results[i].Status == 0 && results[i].BytesTransferred != 0 && next(c, &results[i]))
                touched[queues++] = c;
            else
                end(c);
        }
        for (i = 0; i < queues; ++i) {
            if (touched[i]->queue == RIO_INVALID_RQ)
                continue;
            rio.RIOSend(touched[i]->queue, NULL, 0, RIO_MSG_COMMIT_ONLY, NULL);
            rio.RIOReceive(touched[i]->queue, NULL, 0, RIO_MSG_COMMIT_ONLY, NULL);
        }
    }
    rio.RIONotify(completions);
}

int main(void) {
    WSADATA data;
    struct sockaddr_in address;
    int length = sizeof address, i;
    GUID accept_id = WSAID_ACCEPTEX, rio_id = WSAID_MULTIPLE_RIO;
    RIO_NOTIFICATION_COMPLETION notification;
    static OVERLAPPED notified;
    RIO_BUFFERID buffer;
    char* memory;
    DWORD got;
    WSAStartup(MAKEWORD(2, 2), &data);
    listener = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0,
                          WSA_FLAG_OVERLAPPED | WSA_FLAG_REGISTERED_IO);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr*)&address, sizeof address) != 0 ||
        listen(listener, SOMAXCONN) != 0 ||
        getsockname(listener, (struct sockaddr*)&address, &length) != 0 ||
        WSAIoctl(listener, SIO_GET_EXTENSION_FUNCTION_POINTER, &accept_id, sizeof accept_id,
                 &accept_ex, sizeof accept_ex, &got, NULL, NULL) != 0 ||
        WSAIoctl(listener, SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER, &rio_id, sizeof rio_id,
                 &rio, sizeof rio, &got, NULL, NULL) != 0)
        return 1;
    port = CreateIoCompletionPort((HANDLE)listener, NULL, 0, 1);
    memset(&notification, 0, sizeof notification);
    notification.Type = RIO_IOCP_COMPLETION;
    notification.Iocp.IocpHandle = port;
    notification.Iocp.Overlapped = &notified;
    completions = rio.RIOCreateCompletionQueue(2 * CONNECTIONS, &notification);
    memory = (char*)VirtualAlloc(NULL, (SIZE_T)CONNECTIONS * STRIDE, MEM_COMMIT | MEM_RESERVE,
                                 PAGE_READWRITE);
    buffer = rio.RIORegisterBuffer(memory, (DWORD)CONNECTIONS * STRIDE);
    connections = (struct connection*)calloc(CONNECTIONS, sizeof *connections);
    if (completions == RIO_INVALID_CQ || buffer == RIO_INVALID_BUFFERID || !connections)
        return 1;
    for (i = CONNECTIONS - 1; i >= 0; --i) {
        connections[i].slice.BufferId = buffer;
        connections[i].slice.Offset = (ULONG)i * STRIDE;
        connections[i].slice.Length = BUFFER;
        connections[i].next_free = free_connections;
        free_connections = &connections[i];
    }
    for (i = 0; i < ACCEPTS; ++i)
        accept_start((struct accepting*)malloc(sizeof(struct accepting)));
    rio.RIONotify(completions);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        ULONG_PTR key;
        OVERLAPPED* overlapped = NULL;
        BOOL good = GetQueuedCompletionStatus(port, &got, &key, &overlapped, INFINITE);
        if (!overlapped)
            return 1;
        if (overlapped == &notified) {
            work();
        } else {
            struct accepting* a = (struct accepting*)overlapped;
            if (good)
                accepted(a);
            accept_start(a);
        }
    }
}

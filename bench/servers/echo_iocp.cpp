// The echo server as Windows programs write it: one completion port, one thread, AcceptEx
// outstanding on the listener. Built as it is for Berth and, by mingw-w64, for Wine.
#include <winsock2.h>
#include <mswsock.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ws2tcpip.h>

#pragma comment(lib, "ws2_32.lib")
#pragma comment(lib, "mswsock.lib")

enum { BUFFER = 16384, ADDRESS = sizeof(struct sockaddr_in) + 16, ACCEPTS = 64 };
enum operation { ACCEPTING, RECEIVING, SENDING };

struct connection {
    OVERLAPPED overlapped;
    enum operation operation;
    SOCKET s;
    DWORD length, sent;
    char buffer[BUFFER];
};

static HANDLE port;
static SOCKET listener;
static LPFN_ACCEPTEX accept_ex;

static void end(struct connection* c) {
    closesocket(c->s);
    free(c);
}

static void accept_start(struct connection* c) {
    DWORD got;
    memset(&c->overlapped, 0, sizeof c->overlapped);
    c->operation = ACCEPTING;
    c->s = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED);
    if (!accept_ex(listener, c->s, c->buffer, 0, ADDRESS, ADDRESS, &got, &c->overlapped) &&
        WSAGetLastError() != WSA_IO_PENDING) {
        fprintf(stderr, "AcceptEx: %d\n", WSAGetLastError());
        exit(1);
    }
}

static void receive_start(struct connection* c) {
    WSABUF room;
    DWORD flags = 0;
    room.len = BUFFER;
    room.buf = c->buffer;
    memset(&c->overlapped, 0, sizeof c->overlapped);
    c->operation = RECEIVING;
    if (WSARecv(c->s, &room, 1, NULL, &flags, &c->overlapped, NULL) != 0 &&
        WSAGetLastError() != WSA_IO_PENDING)
        end(c);
}

static void send_start(struct connection* c) {
    WSABUF data;
    data.len = c->length - c->sent;
    data.buf = c->buffer + c->sent;
    memset(&c->overlapped, 0, sizeof c->overlapped);
    c->operation = SENDING;
    if (WSASend(c->s, &data, 1, NULL, 0, &c->overlapped, NULL) != 0 &&
        WSAGetLastError() != WSA_IO_PENDING)
        end(c);
}

static void accepted(struct connection* c) {
    BOOL on = TRUE;
    setsockopt(c->s, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, (const char*)&listener, sizeof listener);
    setsockopt(c->s, IPPROTO_TCP, TCP_NODELAY, (const char*)&on, sizeof on);
    CreateIoCompletionPort((HANDLE)c->s, port, 0, 0);
    receive_start(c);
    accept_start((struct connection*)malloc(sizeof *c));
}

int main(void) {
    WSADATA data;
    struct sockaddr_in address;
    int length = sizeof address, i;
    GUID accept_id = WSAID_ACCEPTEX;
    DWORD got;
    WSAStartup(MAKEWORD(2, 2), &data);
    listener = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr*)&address, sizeof address) != 0 ||
        listen(listener, SOMAXCONN) != 0 ||
        getsockname(listener, (struct sockaddr*)&address, &length) != 0 ||
        WSAIoctl(listener, SIO_GET_EXTENSION_FUNCTION_POINTER, &accept_id, sizeof accept_id,
                 &accept_ex, sizeof accept_ex, &got, NULL, NULL) != 0)
        return 1;
    port = CreateIoCompletionPort((HANDLE)listener, NULL, 0, 1);
    for (i = 0; i < ACCEPTS; ++i)
        accept_start((struct connection*)malloc(sizeof(struct connection)));
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        ULONG_PTR key;
        OVERLAPPED* overlapped = NULL;
        BOOL good = GetQueuedCompletionStatus(port, &got, &key, &overlapped, INFINITE);
        struct connection* c = (struct connection*)overlapped;
        if (!c)
            return 1;
        if (c->operation == ACCEPTING) {
            if (good)
                accepted(c);
            else
                accept_start(c);
        } else if (!good || got == 0) {
            end(c);
        } else if (c->operation == RECEIVING) {
            c->length = got;
            c->sent = 0;
            send_start(c);
        } else {
            c->sent += got;
            if (c->sent < c->length)
                send_start(c);
            else
                receive_start(c);
        }
    }
}

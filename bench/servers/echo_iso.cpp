// The echo server on ISO transport (class 0, RFC 1006), in the completion port style: one thread,
// AcceptEx outstanding on the listener. A message is answered by a message: at once where the
// connection has room for it, else by an overlapped send.
#include <winsock2.h>
#include <mswsock.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wshisotp.h>

#pragma comment(lib, "ws2_32.lib")
#pragma comment(lib, "mswsock.lib")

enum { BUFFER = 16384, ADDRESS = sizeof(SOCKADDR_TP) + 16, ACCEPTS = 64 };
enum operation { ACCEPTING, RECEIVING, SENDING };

struct connection {
    OVERLAPPED overlapped;
    enum operation operation;
    SOCKET s;
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
    c->s = WSASocketW(AF_ISO, SOCK_SEQPACKET, ISOPROTO_TP0, NULL, 0, WSA_FLAG_OVERLAPPED);
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

static void send_start(struct connection* c, DWORD length) {
    WSABUF data;
    data.len = length;
    data.buf = c->buffer;
    memset(&c->overlapped, 0, sizeof c->overlapped);
    c->operation = SENDING;
    if (WSASend(c->s, &data, 1, NULL, 0, &c->overlapped, NULL) != 0 &&
        WSAGetLastError() != WSA_IO_PENDING)
        end(c);
}

static void answer(struct connection* c, DWORD length) {
    if (send(c->s, c->buffer, (int)length, 0) == (int)length)
        receive_start(c);
    else if (WSAGetLastError() == WSAEWOULDBLOCK)
        send_start(c, length);
    else
        end(c);
}

static void accepted(struct connection* c) {
    u_long on = 1;
    setsockopt(c->s, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, (const char*)&listener, sizeof listener);
    ioctlsocket(c->s, FIONBIO, &on);
    CreateIoCompletionPort((HANDLE)c->s, port, 0, 0);
    receive_start(c);
    accept_start((struct connection*)malloc(sizeof *c));
}

int main(void) {
    WSADATA data;
    SOCKADDR_TP address;
    char name[] = "127.0.0.1:0", text[128];
    int length = sizeof address, i;
    DWORD size = sizeof text, got;
    GUID accept_id = WSAID_ACCEPTEX;
    WSAStartup(MAKEWORD(2, 2), &data);
    listener = WSASocketW(AF_ISO, SOCK_SEQPACKET, ISOPROTO_TP0, NULL, 0, WSA_FLAG_OVERLAPPED);
    if (WSAStringToAddressA(name, AF_ISO, NULL, (SOCKADDR*)&address, &length) != 0 ||
        bind(listener, (SOCKADDR*)&address, length) != 0 || listen(listener, SOMAXCONN) != 0 ||
        getsockname(listener, (SOCKADDR*)&address, &length) != 0 ||
        WSAAddressToStringA((SOCKADDR*)&address, length, NULL, text, &size) != 0 ||
        WSAIoctl(listener, SIO_GET_EXTENSION_FUNCTION_POINTER, &accept_id, sizeof accept_id,
                 &accept_ex, sizeof accept_ex, &got, NULL, NULL) != 0) {
        fprintf(stderr, "error %d\n", WSAGetLastError());
        return 1;
    }
    port = CreateIoCompletionPort((HANDLE)listener, NULL, 0, 1);
    for (i = 0; i < ACCEPTS; ++i)
        accept_start((struct connection*)malloc(sizeof(struct connection)));
    printf("%s\n", strrchr(text, ':') + 1);
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
            answer(c, got);
        } else {
            receive_start(c);
        }
    }
}

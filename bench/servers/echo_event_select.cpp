// The echo server in the WSAEventSelect style: one thread in WSAWaitForMultipleEvents, an event for
// each socket (so at most 63 connections). Built as it is for Berth and, by mingw-w64, for Wine.
#include <winsock2.h>
#include <stdio.h>
#include <string.h>
#include <ws2tcpip.h>

#pragma comment(lib, "ws2_32.lib")

static SOCKET sockets[WSA_MAXIMUM_WAIT_EVENTS];
static WSAEVENT events[WSA_MAXIMUM_WAIT_EVENTS];
static DWORD count;
static char buffer[16384];

static void add(SOCKET s, long what) {
    sockets[count] = s;
    events[count] = WSACreateEvent();
    WSAEventSelect(s, events[count], what);
    ++count;
}

static void drop(DWORD i) {
    closesocket(sockets[i]);
    WSACloseEvent(events[i]);
    --count;
    sockets[i] = sockets[count];
    events[i] = events[count];
}

// All sockets share the first event slots' order; a ready one is served, and the wait goes on
// behind it.
int main(void) {
    WSADATA data;
    struct sockaddr_in address;
    int length = sizeof address;
    SOCKET listener;
    WSAStartup(MAKEWORD(2, 2), &data);
    listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr*)&address, sizeof address) != 0 ||
        listen(listener, SOMAXCONN) != 0 ||
        getsockname(listener, (struct sockaddr*)&address, &length) != 0)
        return 1;
    add(listener, FD_ACCEPT);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        DWORD ready = WSAWaitForMultipleEvents(count, events, FALSE, WSA_INFINITE, FALSE);
        DWORD i;
        if (ready == WSA_WAIT_FAILED)
            return 1;
        // The first that is signalled, then those behind it, so that none starves.
        for (i = ready - WSA_WAIT_EVENT_0; i < count; ++i) {
            WSANETWORKEVENTS what;
            if (i != ready - WSA_WAIT_EVENT_0 &&
                WSAWaitForMultipleEvents(1, &events[i], FALSE, 0, FALSE) != WSA_WAIT_EVENT_0)
                continue;
            if (WSAEnumNetworkEvents(sockets[i], events[i], &what) != 0)
                return 1;
            if (what.lNetworkEvents & FD_ACCEPT) {
                SOCKET s = accept(listener, NULL, NULL);
                BOOL on = TRUE;
                if (s != INVALID_SOCKET && count < WSA_MAXIMUM_WAIT_EVENTS) {
                    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, (const char*)&on, sizeof on);
                    add(s, FD_READ | FD_CLOSE);
                }
            }
            if (what.lNetworkEvents & FD_READ) {
                int got = recv(sockets[i], buffer, sizeof buffer, 0);
                if (got > 0)
                    send(sockets[i], buffer, got, 0);
            }
            if (what.lNetworkEvents & FD_CLOSE)
                drop(i--);
        }
    }
}

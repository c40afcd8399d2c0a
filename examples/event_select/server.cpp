// An echo server that waits for network events: an event object a socket, one thread for all.
//
//   server PORT CALLS     ends after so many callers have gone; port 0: the system chooses
#include <winsock2.h>
#include <Ws2tcpip.h>
#include <stdio.h>
#include <stdlib.h>

#pragma comment(lib, "Ws2_32.lib")

static SOCKET SocketArray[WSA_MAXIMUM_WAIT_EVENTS];
static WSAEVENT EventArray[WSA_MAXIMUM_WAIT_EVENTS];
static DWORD EventTotal = 0;

static bool Add(SOCKET s, long events)
{
    WSAEVENT event = WSACreateEvent();

    if (event == WSA_INVALID_EVENT || WSAEventSelect(s, event, events) == SOCKET_ERROR)
    {
        printf("WSAEventSelect failed: error %d\n", WSAGetLastError());
        return false;
    }
    SocketArray[EventTotal] = s;
    EventArray[EventTotal] = event;
    ++EventTotal;
    return true;
}

static void Remove(DWORD index)
{
    closesocket(SocketArray[index]);
    WSACloseEvent(EventArray[index]);
    --EventTotal;
    SocketArray[index] = SocketArray[EventTotal];
    EventArray[index] = EventArray[EventTotal];
}

int main(int argc, char** argv)
{
    WSADATA data;
    sockaddr_in address = {};
    int length = sizeof(address), gone = 0;
    const int calls = argc > 2 ? atoi(argv[2]) : 3;

    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    SOCKET listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((u_short)(argc > 1 ? atoi(argv[1]) : 0));
    if (bind(listener, (SOCKADDR*)&address, sizeof(address)) == SOCKET_ERROR ||
        !Add(listener, FD_ACCEPT | FD_CLOSE) || listen(listener, SOMAXCONN) == SOCKET_ERROR ||
        getsockname(listener, (SOCKADDR*)&address, &length) == SOCKET_ERROR)
    {
        printf("no listener: error %d\n", WSAGetLastError());
        return 1;
    }
    printf("listening on 127.0.0.1 port %d\n", ntohs(address.sin_port));
    fflush(stdout);

    while (gone < calls)
    {
        WSANETWORKEVENTS happened;
        DWORD index = WSAWaitForMultipleEvents(EventTotal, EventArray, FALSE, WSA_INFINITE, FALSE);
        if (index == WSA_WAIT_FAILED)
            return 1;
        index -= WSA_WAIT_EVENT_0;
        if (WSAEnumNetworkEvents(SocketArray[index], EventArray[index], &happened) == SOCKET_ERROR)
            return 1;
        if (happened.lNetworkEvents & FD_ACCEPT)
        {
            SOCKET caller = accept(SocketArray[index], NULL, NULL);
            if (caller != INVALID_SOCKET &&
                (EventTotal == WSA_MAXIMUM_WAIT_EVENTS || !Add(caller, FD_READ | FD_CLOSE)))
                closesocket(caller);
            else if (caller != INVALID_SOCKET)
                printf("FD_ACCEPT: a caller\n");
        }
        if (happened.lNetworkEvents & FD_READ)
        {
            char buffer[512];
            const int got = recv(SocketArray[index], buffer, sizeof(buffer), 0);
            if (got > 0)
            {
                send(SocketArray[index], buffer, got, 0);
                printf("FD_READ: %d bytes echoed\n", got);
            }
        }
        if (happened.lNetworkEvents & FD_CLOSE)
        {
            printf("FD_CLOSE: error %d\n", happened.iErrorCode[FD_CLOSE_BIT]);
            Remove(index);
            ++gone;
        }
    }
    closesocket(listener);
    WSACleanup();
    return 0;
}

// An echo server that waits for network events: an event object a socket, one thread for all.
//
//   server PORT CALLS     ends after so many callers have gone; port 0: the system chooses
//
// Each event is told once, until the function that re-enables it has been called: accept for
// FD_ACCEPT, recv for FD_READ. FD_WRITE comes when a caller can be written to, and again after a
// send has failed with WSAEWOULDBLOCK: what was not sent is kept until then.
#include <winsock2.h>
#include <Ws2tcpip.h>
#include <stdio.h>
#include <stdlib.h>

#pragma comment(lib, "Ws2_32.lib")

struct Caller
{
    int number; // 0: the listener
    char buffer[512];
    int from, to; // what is still to be echoed
};

static SOCKET SocketArray[WSA_MAXIMUM_WAIT_EVENTS];
static WSAEVENT EventArray[WSA_MAXIMUM_WAIT_EVENTS];
static Caller CallerArray[WSA_MAXIMUM_WAIT_EVENTS];
static DWORD EventTotal = 0;

static bool Add(SOCKET s, long events, int number)
{
    WSAEVENT event = WSACreateEvent();

    if (event == WSA_INVALID_EVENT || WSAEventSelect(s, event, events) == SOCKET_ERROR)
    {
        printf("WSAEventSelect failed: error %d\n", WSAGetLastError());
        return false;
    }
    SocketArray[EventTotal] = s;
    EventArray[EventTotal] = event;
    CallerArray[EventTotal].number = number;
    CallerArray[EventTotal].from = CallerArray[EventTotal].to = 0;
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
    CallerArray[index] = CallerArray[EventTotal];
}

// Sends what is kept, as far as the connection takes it.
static void Echo(SOCKET s, Caller* caller)
{
    while (caller->from < caller->to)
    {
        const int sent = send(s, caller->buffer + caller->from, caller->to - caller->from, 0);
        if (sent == SOCKET_ERROR)
            return; // WSAEWOULDBLOCK: FD_WRITE will tell; anything else: FD_CLOSE
        printf("caller %d: %d bytes echoed\n", caller->number, sent);
        caller->from += sent;
    }
    caller->from = caller->to = 0;
}

static void Receive(SOCKET s, Caller* caller)
{
    if (caller->to != 0)
        return; // first the rest; recv is called, and FD_READ told again, after that
    const int got = recv(s, caller->buffer, sizeof(caller->buffer), 0);
    if (got > 0)
    {
        caller->to = got;
        Echo(s, caller);
    }
}

int main(int argc, char** argv)
{
    WSADATA data;
    sockaddr_in address = {};
    int length = sizeof(address), come = 0, gone = 0;
    const int calls = argc > 2 ? atoi(argv[2]) : 3;

    setvbuf(stdout, NULL, _IONBF, 0);
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    SOCKET listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((u_short)(argc > 1 ? atoi(argv[1]) : 0));
    if (bind(listener, (SOCKADDR*)&address, sizeof(address)) == SOCKET_ERROR ||
        !Add(listener, FD_ACCEPT, 0) || listen(listener, SOMAXCONN) == SOCKET_ERROR ||
        getsockname(listener, (SOCKADDR*)&address, &length) == SOCKET_ERROR)
    {
        printf("no listener: error %d\n", WSAGetLastError());
        return 1;
    }
    printf("listening on 127.0.0.1 port %d\n", ntohs(address.sin_port));

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
            if (caller != INVALID_SOCKET)
            {
                printf("caller %d: FD_ACCEPT\n", ++come);
                if (EventTotal == WSA_MAXIMUM_WAIT_EVENTS ||
                    !Add(caller, FD_READ | FD_WRITE | FD_CLOSE, come))
                    closesocket(caller);
            }
        }
        if (happened.lNetworkEvents & FD_WRITE)
        {
            printf("caller %d: FD_WRITE\n", CallerArray[index].number);
            if (CallerArray[index].to != 0)
            {
                Echo(SocketArray[index], &CallerArray[index]);
                Receive(SocketArray[index], &CallerArray[index]);
            }
        }
        if (happened.lNetworkEvents & FD_READ)
        {
            printf("caller %d: FD_READ\n", CallerArray[index].number);
            Receive(SocketArray[index], &CallerArray[index]);
        }
        if (happened.lNetworkEvents & FD_CLOSE)
        {
            printf("caller %d: FD_CLOSE, error %d\n", CallerArray[index].number,
                   happened.iErrorCode[FD_CLOSE_BIT]);
            Remove(index);
            ++gone;
        }
    }
    closesocket(listener);
    WSACleanup();
    return 0;
}

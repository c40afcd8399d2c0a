// An echo server that decides about each caller before it is let in: WSAAccept with a condition function.
//
//   server PORT [CALLERS]    PORT 0: the system chooses; CALLERS: end after so many have been decided
//
// The first caller is accepted, the second rejected, the third deferred and accepted when asked again,
// the fourth accepted, and so on. It is plain Windows source: Microsoft's compiler takes it as it is.
#include <WinSock2.h>
#include <WS2tcpip.h>
#include <Windows.h>
#include <stdio.h>
#include <stdlib.h>

#pragma comment(lib, "Ws2_32.lib")

// What the condition function remembers from one asking to the next.
struct Door
{
    int callers;   // decided so far
    BOOL asked;    // the caller at the door has been asked to wait
};

struct Caller
{
    SOCKET socket;
    int number;
};

static void AddressText(const SOCKADDR_IN* address, char* text, int size)
{
    char host[INET_ADDRSTRLEN] = "?";
    inet_ntop(AF_INET, (void*)&address->sin_addr, host, sizeof(host));
    _snprintf(text, size, "%s:%d", host, ntohs(address->sin_port));
}

static int CALLBACK DecideAboutCaller(LPWSABUF lpCallerId, LPWSABUF lpCallerData, LPQOS lpSQOS, LPQOS lpGQOS,
                                      LPWSABUF lpCalleeId, LPWSABUF lpCalleeData, GROUP* g,
                                      DWORD_PTR dwCallbackData)
{
    Door* door = (Door*)dwCallbackData;
    char who[64];
    UNREFERENCED_PARAMETER(lpCallerData);
    UNREFERENCED_PARAMETER(lpSQOS);
    UNREFERENCED_PARAMETER(lpGQOS);
    UNREFERENCED_PARAMETER(lpCalleeId);
    UNREFERENCED_PARAMETER(lpCalleeData);
    UNREFERENCED_PARAMETER(g);

    AddressText((const SOCKADDR_IN*)lpCallerId->buf, who, sizeof(who));
    printf("caller %d is %s: ", door->callers + 1, who);
    switch (door->callers % 3)
    {
    case 1:
        printf("rejected\n");
        return CF_REJECT;
    case 2:
        if (!door->asked)
        {
            printf("deferred\n");
            door->asked = TRUE;
            return CF_DEFER;
        }
        printf("accepted, at the second asking\n");
        return CF_ACCEPT;
    default:
        printf("accepted\n");
        return CF_ACCEPT;
    }
}

static DWORD WINAPI Echo(LPVOID parameter)
{
    Caller* caller = (Caller*)parameter;
    char buffer[512];
    int got;

    while ((got = recv(caller->socket, buffer, sizeof(buffer), 0)) > 0)
    {
        printf("echoed to caller %d: %.*s\n", caller->number, got, buffer);
        fflush(stdout);
        if (send(caller->socket, buffer, got, 0) == SOCKET_ERROR)
            break;
    }
    if (got == SOCKET_ERROR)
        printf("caller %d: error %d\n", caller->number, WSAGetLastError());
    else
        printf("caller %d has left\n", caller->number);
    fflush(stdout);
    closesocket(caller->socket);
    free(caller);
    return 0;
}

static int Fail(const char* what)
{
    printf("%s failed: error %d\n", what, WSAGetLastError());
    WSACleanup();
    return 1;
}

int main(int argc, char* argv[])
{
    const unsigned short port = (unsigned short)(argc > 1 ? atoi(argv[1]) : 0);
    const int limit = argc > 2 ? atoi(argv[2]) : 0;
    WSADATA data;
    SOCKET listener;
    SOCKADDR_IN address;
    int length = sizeof(address);
    Door door = {0, FALSE};
    HANDLE threads[MAXIMUM_WAIT_OBJECTS];
    DWORD running = 0;

    int error = WSAStartup(MAKEWORD(2, 2), &data);
    if (error != 0)
    {
        printf("WSAStartup failed: error %d\n", error);
        return 1;
    }
    listener = WSASocket(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED);
    if (listener == INVALID_SOCKET)
        return Fail("WSASocket");

    ZeroMemory(&address, sizeof(address));
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (bind(listener, (SOCKADDR*)&address, sizeof(address)) == SOCKET_ERROR)
        return Fail("bind");
    if (listen(listener, SOMAXCONN) == SOCKET_ERROR)
        return Fail("listen");
    if (getsockname(listener, (SOCKADDR*)&address, &length) == SOCKET_ERROR)
        return Fail("getsockname");
    printf("listening on 127.0.0.1 port %d\n", ntohs(address.sin_port));
    fflush(stdout);

    while (limit == 0 || door.callers < limit)
    {
        SOCKADDR_IN from;
        int fromLength = sizeof(from);
        SOCKET socket = WSAAccept(listener, (SOCKADDR*)&from, &fromLength, DecideAboutCaller, (DWORD_PTR)&door);
        fflush(stdout);
        if (socket == INVALID_SOCKET)
        {
            switch (WSAGetLastError())
            {
            case WSATRY_AGAIN: // deferred: the request stays first in the queue
                printf("the request is still there: asking again\n");
                continue;
            case WSAECONNREFUSED: // rejected: the queue goes on
                door.callers++;
                continue;
            case WSAECONNRESET: // the caller did not wait
                door.callers++;
                door.asked = FALSE;
                continue;
            default:
                return Fail("WSAAccept");
            }
        }
        door.callers++;
        door.asked = FALSE;

        Caller* caller = (Caller*)malloc(sizeof(Caller));
        if (caller == NULL)
        {
            closesocket(socket);
            continue;
        }
        caller->socket = socket;
        caller->number = door.callers;
        HANDLE thread = CreateThread(NULL, 0, Echo, caller, 0, NULL);
        if (thread == NULL)
        {
            printf("CreateThread failed: error %d\n", (int)GetLastError());
            closesocket(socket);
            free(caller);
            continue;
        }
        if (limit != 0 && running < MAXIMUM_WAIT_OBJECTS)
            threads[running++] = thread; // waited for at the end
        else
            CloseHandle(thread);
    }

    closesocket(listener);
    while (running > 0)
    {
        WaitForSingleObject(threads[--running], INFINITE);
        CloseHandle(threads[running]);
    }
    printf("done\n");
    WSACleanup();
    return 0;
}

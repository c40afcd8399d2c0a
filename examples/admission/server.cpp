// A server that decides about each caller before the caller is connected: SO_CONDITIONAL_ACCEPT.
//
//   server PORT [CALLERS]    PORT 0: the system chooses; CALLERS: end after so many have been decided
//
// It admits by address. A caller from the barred list is rejected at once. Everybody else is looked up
// in a database, which takes its time: the condition function defers the caller, who waits in the
// middle of connect(), while the server goes on serving. When the look-up has ended, the server asks for
// the same caller again and decides. It is plain Windows source: Microsoft's compiler takes it as it is.
#include <WinSock2.h>
#include <WS2tcpip.h>
#include <Windows.h>
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma comment(lib, "Ws2_32.lib")

enum Answer
{
    Unknown,    // not asked yet
    Running,    // the look-up runs
    Member,
    Stranger
};

// The look-up of the caller at the top of the queue. One at a time: nobody behind a deferred caller is
// indicated before that one is decided.
struct LookUp
{
    char address[INET_ADDRSTRLEN];
    volatile LONG answer;
    HANDLE done;      // an event
    HANDLE thread;
};

// The database: a slow one.
static unsigned __stdcall Search(void* argument)
{
    struct LookUp* lookUp = (struct LookUp*)argument;
    Sleep(100);
    InterlockedExchange(&lookUp->answer, strcmp(lookUp->address, "127.0.0.1") == 0 ? Member : Stranger);
    SetEvent(lookUp->done);
    return 0;
}

static BOOL IsBarred(const char* address)
{
    return strcmp(address, "127.0.0.2") == 0;
}

static int CALLBACK Admit(LPWSABUF lpCallerId, LPWSABUF lpCallerData, LPQOS lpSQOS, LPQOS lpGQOS,
                          LPWSABUF lpCalleeId, LPWSABUF lpCalleeData, GROUP* g, DWORD_PTR dwCallbackData)
{
    struct LookUp* lookUp = (struct LookUp*)dwCallbackData;
    const SOCKADDR_IN* caller = (const SOCKADDR_IN*)lpCallerId->buf;
    UNREFERENCED_PARAMETER(lpCallerData);    // TCP carries none
    UNREFERENCED_PARAMETER(lpSQOS);
    UNREFERENCED_PARAMETER(lpGQOS);
    UNREFERENCED_PARAMETER(lpCalleeId);
    UNREFERENCED_PARAMETER(lpCalleeData);
    UNREFERENCED_PARAMETER(g);

    inet_ntop(AF_INET, (void*)&caller->sin_addr, lookUp->address, sizeof(lookUp->address));
    switch (lookUp->answer)
    {
    case Member:
        printf("%s: a member, accepted\n", lookUp->address);
        return CF_ACCEPT;
    case Stranger:
        printf("%s: not in the database, rejected\n", lookUp->address);
        return CF_REJECT;
    case Running:
        return CF_DEFER;
    }
    if (IsBarred(lookUp->address))
    {
        printf("%s: barred, rejected\n", lookUp->address);
        return CF_REJECT;
    }
    printf("%s: looked up, deferred meanwhile\n", lookUp->address);
    lookUp->answer = Running;
    lookUp->thread = (HANDLE)_beginthreadex(NULL, 0, Search, lookUp, 0, NULL);
    return CF_DEFER;
}

// Forgets the caller that has been decided. The look-up's thread has ended.
static void Decided(struct LookUp* lookUp)
{
    if (lookUp->thread != NULL)
    {
        WaitForSingleObject(lookUp->thread, INFINITE);
        CloseHandle(lookUp->thread);
        lookUp->thread = NULL;
    }
    lookUp->answer = Unknown;
}

static void Greet(SOCKET caller)
{
    static const char greeting[] = "welcome";
    u_long off = 0;
    WSAEventSelect(caller, NULL, 0);    // it has its listener's registration
    ioctlsocket(caller, FIONBIO, &off);
    send(caller, greeting, sizeof(greeting) - 1, 0);
    shutdown(caller, SD_SEND);
    closesocket(caller);
}

// Returns how many callers were decided: all that can be now.
static int Decide(SOCKET listener, struct LookUp* lookUp)
{
    int decided = 0;
    for (;;)
    {
        const SOCKET caller = WSAAccept(listener, NULL, NULL, Admit, (DWORD_PTR)lookUp);
        const int error = caller == INVALID_SOCKET ? WSAGetLastError() : 0;
        fflush(stdout);
        if (error == WSATRY_AGAIN || error == WSAEWOULDBLOCK)
            return decided;    // deferred; or nobody is there
        if (error == 0)
            Greet(caller);
        else if (error != WSAECONNREFUSED)
            printf("a caller has gone: error %d\n", error);
        Decided(lookUp);
        ++decided;
    }
}

int main(int argc, char** argv)
{
    WSADATA data;
    SOCKADDR_IN address;
    int length = sizeof(address), decided = 0;
    const int callers = argc > 2 ? atoi(argv[2]) : 0;
    BOOL conditional = TRUE;
    struct LookUp lookUp;
    WSAEVENT events[2];
    SOCKET listener;

    if (argc < 2)
    {
        printf("usage: server PORT [CALLERS]\n");
        return 2;
    }
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    memset(&address, 0, sizeof(address));
    address.sin_family = AF_INET;
    address.sin_port = htons((u_short)atoi(argv[1]));
    // Before listen: from then on no client is connected that has not been accepted.
    if (setsockopt(listener, SOL_SOCKET, SO_CONDITIONAL_ACCEPT, (char*)&conditional,
                   sizeof(conditional)) == SOCKET_ERROR ||
        bind(listener, (SOCKADDR*)&address, sizeof(address)) == SOCKET_ERROR ||
        listen(listener, SOMAXCONN) == SOCKET_ERROR ||
        getsockname(listener, (SOCKADDR*)&address, &length) == SOCKET_ERROR)
    {
        printf("cannot listen: error %d\n", WSAGetLastError());
        return 1;
    }
    memset(&lookUp, 0, sizeof(lookUp));
    lookUp.done = CreateEvent(NULL, FALSE, FALSE, NULL);
    events[0] = WSACreateEvent();
    events[1] = lookUp.done;
    WSAEventSelect(listener, events[0], FD_ACCEPT);
    printf("listening on port %d\n", ntohs(address.sin_port));
    fflush(stdout);

    while (callers == 0 || decided < callers)
    {
        const DWORD which = WSAWaitForMultipleEvents(2, events, FALSE, WSA_INFINITE, FALSE);
        if (which == WSA_WAIT_EVENT_0)
        {
            WSANETWORKEVENTS happened;
            WSAEnumNetworkEvents(listener, events[0], &happened);
        }
        decided += Decide(listener, &lookUp);
    }
    closesocket(listener);
    WSACloseEvent(events[0]);
    CloseHandle(lookUp.done);
    WSACleanup();
    return 0;
}

// A server that decides about each caller before the caller is connected.
//
//   server PORT [CALLERS]    PORT 0: the system chooses; CALLERS: end after so many have been decided
//
// It has two doors. At TCP's (SO_CONDITIONAL_ACCEPT) it admits by address, at ISO transport's by what the
// caller says with its call, and there it answers with data of its own. Whoever is on the barred list is
// rejected at once. Everybody else is looked up in a database, which takes its time: the condition
// function defers the caller, who waits in the middle of connect(), while the server goes on serving.
// When the look-up has ended, the server asks for the same caller again and decides. It is plain Windows
// source: Microsoft's compiler takes it as it is.
#include <WinSock2.h>
#include <WS2tcpip.h>
#include <Windows.h>
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../iso_echo/iso_address.h"

#pragma comment(lib, "Ws2_32.lib")

enum Answer
{
    Unknown,    // not asked yet
    Running,    // the look-up runs
    Member,
    Stranger
};

// A listening socket, and the look-up of the caller at the top of its queue. One at a time: nobody behind
// a deferred caller is indicated before that one is decided.
struct Door
{
    SOCKET listener;
    WSAEVENT called;     // FD_ACCEPT
    char caller[64];     // by what the caller is known here
    char searched[64];   // the same for the look-up, which runs while the condition function is asked again
    volatile LONG answer;
    HANDLE done;         // the look-up has ended
    HANDLE thread;
};

// The database: a slow one.
static unsigned __stdcall Search(void* argument)
{
    struct Door* door = (struct Door*)argument;
    const BOOL member = strcmp(door->searched, "127.0.0.1") == 0 || strcmp(door->searched, "ada") == 0;
    Sleep(100);
    InterlockedExchange(&door->answer, member ? Member : Stranger);
    SetEvent(door->done);
    return 0;
}

static BOOL IsBarred(const char* caller)
{
    return strcmp(caller, "127.0.0.2") == 0 || strcmp(caller, "mallory") == 0;
}

// What both condition functions do once they know who calls.
static int Decide(struct Door* door)
{
    switch (InterlockedCompareExchange(&door->answer, Unknown, Unknown))
    {
    case Member:
        printf("%s: a member, accepted\n", door->caller);
        return CF_ACCEPT;
    case Stranger:
        printf("%s: not in the database, rejected\n", door->caller);
        return CF_REJECT;
    case Running:
        return CF_DEFER;
    }
    if (IsBarred(door->caller))
    {
        printf("%s: barred, rejected\n", door->caller);
        return CF_REJECT;
    }
    printf("%s: looked up, deferred meanwhile\n", door->caller);
    strcpy(door->searched, door->caller);
    InterlockedExchange(&door->answer, Running);
    door->thread = (HANDLE)_beginthreadex(NULL, 0, Search, door, 0, NULL);
    return CF_DEFER;
}

// TCP carries no data with a call: the address is all that is known.
static int CALLBACK AdmitByAddress(LPWSABUF lpCallerId, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                                   DWORD_PTR dwCallbackData)
{
    struct Door* door = (struct Door*)dwCallbackData;
    const SOCKADDR_IN* caller = (const SOCKADDR_IN*)lpCallerId->buf;

    inet_ntop(AF_INET, (void*)&caller->sin_addr, door->caller, sizeof(door->caller));
    return Decide(door);
}

static int CALLBACK AdmitByData(LPWSABUF, LPWSABUF lpCallerData, LPQOS, LPQOS, LPWSABUF, LPWSABUF lpCalleeData,
                                GROUP*, DWORD_PTR dwCallbackData)
{
    struct Door* door = (struct Door*)dwCallbackData;
    const size_t length = lpCallerData == NULL ? 0 : lpCallerData->len;
    char answer[64];
    int decision;

    if (length == 0 || length >= sizeof(door->caller))
        return CF_REJECT;
    memcpy(door->caller, lpCallerData->buf, length);
    door->caller[length] = 0;
    decision = Decide(door);
    if (decision == CF_ACCEPT)
    {
        sprintf(answer, "hello, %.20s", door->caller);
        if (lpCalleeData->len >= strlen(answer))
        {
            lpCalleeData->len = (ULONG)strlen(answer);
            memcpy(lpCalleeData->buf, answer, lpCalleeData->len);
        }
    }
    return decision;
}

// Forgets the caller that has been decided. The look-up's thread has ended.
static void Decided(struct Door* door)
{
    if (door->thread != NULL)
    {
        WaitForSingleObject(door->thread, INFINITE);
        CloseHandle(door->thread);
        door->thread = NULL;
    }
    door->answer = Unknown;
}

// TCP's callers learn here where ISO transport's door is.
static void Greet(SOCKET caller, const char* greeting)
{
    u_long off = 0;
    WSAEventSelect(caller, NULL, 0);    // it has its listener's registration
    ioctlsocket(caller, FIONBIO, &off);
    send(caller, greeting, (int)strlen(greeting), 0);
    shutdown(caller, SD_SEND);
    closesocket(caller);
}

// Returns how many callers were decided: all that can be now.
static int Serve(struct Door* door, LPCONDITIONPROC admit, const char* greeting)
{
    int decided = 0;
    for (;;)
    {
        const SOCKET caller = WSAAccept(door->listener, NULL, NULL, admit, (DWORD_PTR)door);
        const int error = caller == INVALID_SOCKET ? WSAGetLastError() : 0;
        fflush(stdout);
        if (error == WSATRY_AGAIN || error == WSAEWOULDBLOCK)
            return decided;    // deferred; or nobody is there
        if (error == 0)
            Greet(caller, greeting);
        else if (error != WSAECONNREFUSED)
            printf("a caller has gone: error %d\n", error);
        Decided(door);
        ++decided;
    }
}

static void Open(struct Door* door, SOCKET listener)
{
    memset(door, 0, sizeof(*door));
    door->listener = listener;
    door->called = WSACreateEvent();
    door->done = CreateEvent(NULL, FALSE, FALSE, NULL);
    WSAEventSelect(listener, door->called, FD_ACCEPT);
}

static void Close(struct Door* door)
{
    closesocket(door->listener);
    WSACloseEvent(door->called);
    CloseHandle(door->done);
}

static SOCKET ListenTcp(u_short* port)
{
    SOCKADDR_IN address;
    int length = sizeof(address);
    BOOL conditional = TRUE;
    const SOCKET listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);

    memset(&address, 0, sizeof(address));
    address.sin_family = AF_INET;
    address.sin_port = htons(*port);
    // Before listen: from then on no client is connected that has not been accepted.
    if (setsockopt(listener, SOL_SOCKET, SO_CONDITIONAL_ACCEPT, (char*)&conditional,
                   sizeof(conditional)) == SOCKET_ERROR ||
        bind(listener, (SOCKADDR*)&address, sizeof(address)) == SOCKET_ERROR ||
        listen(listener, SOMAXCONN) == SOCKET_ERROR ||
        getsockname(listener, (SOCKADDR*)&address, &length) == SOCKET_ERROR)
        return INVALID_SOCKET;
    *port = ntohs(address.sin_port);
    return listener;
}

static SOCKET ListenIso(char* text, DWORD size)
{
    SOCKADDR_TP address;
    int length = sizeof(address);
    SOCKET listener;

    if (IsoGetAddrInfo("admission", "127.0.0.1", "0", 0, &address, 1) != 1)
        return INVALID_SOCKET;
    listener = socket(AF_ISO, SOCK_SEQPACKET, ISOPROTO_TP0);
    if (bind(listener, (SOCKADDR*)&address, sizeof(address)) == SOCKET_ERROR ||
        listen(listener, 5) == SOCKET_ERROR ||
        getsockname(listener, (SOCKADDR*)&address, &length) == SOCKET_ERROR ||
        WSAAddressToStringA((SOCKADDR*)&address, length, NULL, text, &size) == SOCKET_ERROR)
        return INVALID_SOCKET;
    return listener;
}

int main(int argc, char** argv)
{
    WSADATA data;
    int decided = 0;
    const int callers = argc > 2 ? atoi(argv[2]) : 0;
    u_short port = argc > 1 ? (u_short)atoi(argv[1]) : 0;
    char isoAddress[128];
    struct Door tcp, iso;
    SOCKET tcpListener, isoListener;

    if (argc < 2)
    {
        printf("usage: server PORT [CALLERS]\n");
        return 2;
    }
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    tcpListener = ListenTcp(&port);
    isoListener = ListenIso(isoAddress, sizeof(isoAddress));
    if (tcpListener == INVALID_SOCKET || isoListener == INVALID_SOCKET)
    {
        printf("cannot listen: error %d\n", WSAGetLastError());
        return 1;
    }
    Open(&tcp, tcpListener);
    Open(&iso, isoListener);
    printf("listening on port %d\n", port);
    fflush(stdout);

    while (callers == 0 || decided < callers)
    {
        const HANDLE events[4] = {tcp.called, tcp.done, iso.called, iso.done};
        const DWORD which = WSAWaitForMultipleEvents(4, events, FALSE, WSA_INFINITE, FALSE) - WSA_WAIT_EVENT_0;
        WSANETWORKEVENTS happened;
        if (which == 0)
            WSAEnumNetworkEvents(tcp.listener, tcp.called, &happened);
        if (which == 2)
            WSAEnumNetworkEvents(iso.listener, iso.called, &happened);
        if (which < 2)
            decided += Serve(&tcp, AdmitByAddress, isoAddress);
        else
            decided += Serve(&iso, AdmitByData, "welcome");
    }
    Close(&tcp);
    Close(&iso);
    WSACleanup();
    return 0;
}

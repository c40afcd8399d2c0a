// An echo server on an I/O completion port, with what a server in production needs around it.
//
//   server PORT [IDLE_SECONDS [CALLERS]]
//                     PORT 0: the system chooses. A connection that says nothing for IDLE_SECONDS
//                     (default 30) is ended. CALLERS: stop after so many have come and gone; Ctrl+C
//                     stops at any time.
//
// It is plain Windows source: Microsoft's compiler takes it as it is. How it works:
//
//   - Every socket belongs to one completion port. Worker threads sit in GetQueuedCompletionStatus; the
//     port lets as many run as there are processors, whichever came last first, since its stack is warm.
//   - A pool of AcceptEx requests is always outstanding, so callers never wait for a thread. Each brings
//     the first octets along; a caller that connects and says nothing is found by SO_CONNECT_TIME.
//   - A connection has one receive or one send outstanding, never both: its state needs no lock. What
//     other threads may do to it at any time is CancelIoEx.
//   - A connection's memory is counted by references: its request under way holds one, the list of all
//     connections another. Whoever lets go of the last one frees it.
//   - To stop: no new callers (the listener is closed, its AcceptEx requests come back with an error), the
//     requests of the connections are cancelled, each connection ends as its completion arrives, and when
//     the last has gone the workers are told to leave.
#include <WinSock2.h>
#include <MSWSock.h>
#include <WS2tcpip.h>
#include <Windows.h>
#include <process.h>
#include <atomic>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma comment(lib, "Ws2_32.lib")
#pragma comment(lib, "Mswsock.lib")

namespace
{

const int AcceptsOutstanding = 16;
const DWORD BufferSize = 4096;
const DWORD AddressSize = sizeof(SOCKADDR_IN6) + 16; // AcceptEx wants 16 octets more than an address
const DWORD ReapInterval = 200;                      // milliseconds
const int MaximumWorkers = 64;

enum class Operation
{
    Accept,
    Receive,
    Send
};

// The OVERLAPPED comes first: its address is what a completion brings back.
struct Connection
{
    OVERLAPPED overlapped;
    Operation operation;
    SOCKET socket;
    int number; // in order of arrival; 0 until it has arrived
    volatile LONG references;
    std::atomic<bool> accepted;        // false while AcceptEx is outstanding
    std::atomic<ULONGLONG> lastActive; // GetTickCount64
    std::atomic<bool> reaped;
    DWORD length, sent;
    ULONGLONG echoed;
    Connection* next; // the list of all connections, under g_listLock
    Connection* previous;
    char buffer[BufferSize + 2 * AddressSize];
};

HANDLE g_port;
HANDLE g_stop; // set when the server is to stop
HANDLE g_gone; // set when the last connection has gone
SOCKET g_listener = INVALID_SOCKET;
LPFN_ACCEPTEX g_acceptEx;
std::atomic<bool> g_stopping;
volatile LONG g_callers;
volatile LONG g_finished;
LONG g_callersWanted;
ULONGLONG g_idleMilliseconds = 30000;

SRWLOCK g_listLock = SRWLOCK_INIT;
Connection* g_first;

void Release(Connection* connection)
{
    if (InterlockedDecrement(&connection->references) == 0)
        delete connection;
}

void ListAdd(Connection* connection)
{
    AcquireSRWLockExclusive(&g_listLock);
    connection->previous = nullptr;
    connection->next = g_first;
    if (g_first)
        g_first->previous = connection;
    g_first = connection;
    ReleaseSRWLockExclusive(&g_listLock);
}

void ListRemove(Connection* connection)
{
    AcquireSRWLockExclusive(&g_listLock);
    if (connection->previous)
        connection->previous->next = connection->next;
    else
        g_first = connection->next;
    if (connection->next)
        connection->next->previous = connection->previous;
    const bool last = g_first == nullptr;
    ReleaseSRWLockExclusive(&g_listLock);
    if (last && g_stopping)
        SetEvent(g_gone);
}

// The end of a connection, in the worker that has its completion: no request is outstanding any more.
void End(Connection* connection, const char* why)
{
    if (connection->number != 0)
    {
        printf("caller %d: %s, %llu octets echoed\n", connection->number, why,
               (unsigned long long)connection->echoed);
        if (InterlockedIncrement(&g_finished) == g_callersWanted)
            SetEvent(g_stop);
    }
    // Under the list's lock nobody else looks at the socket: whoever walks the list may cancel its
    // requests, but never a socket that has been closed.
    ListRemove(connection);
    closesocket(connection->socket);
    Release(connection);
}

const char* Reason(const Connection* connection, DWORD error)
{
    if (connection->reaped)
        return "said nothing for too long";
    if (g_stopping)
        return "let go, the server stops";
    return error == ERROR_SUCCESS ? "has left" : "lost";
}

// Each Start hands the connection to the port until its completion; when it fails at once, there will be
// no completion, and the connection ends here.
void Start(Connection* connection, Operation operation)
{
    DWORD flags = 0;
    WSABUF buffer;
    memset(&connection->overlapped, 0, sizeof(connection->overlapped));
    connection->operation = operation;
    int result;
    if (operation == Operation::Receive)
    {
        buffer.buf = connection->buffer;
        buffer.len = BufferSize;
        result = WSARecv(connection->socket, &buffer, 1, nullptr, &flags, &connection->overlapped, nullptr);
    }
    else
    {
        buffer.buf = connection->buffer + connection->sent;
        buffer.len = connection->length - connection->sent;
        result = WSASend(connection->socket, &buffer, 1, nullptr, 0, &connection->overlapped, nullptr);
    }
    const DWORD error = result == 0 ? ERROR_SUCCESS : (DWORD)WSAGetLastError();
    if (error != ERROR_SUCCESS && error != WSA_IO_PENDING)
        End(connection, Reason(connection, error));
    else if (g_stopping)
        CancelIoEx((HANDLE)connection->socket, nullptr); // Stop() may have looked before the request was there
}

bool StartAccept()
{
    Connection* connection = new Connection();
    connection->references = 1;
    connection->operation = Operation::Accept;
    connection->lastActive = GetTickCount64();
    connection->socket = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, nullptr, 0, WSA_FLAG_OVERLAPPED);
    if (connection->socket == INVALID_SOCKET)
    {
        delete connection;
        return false;
    }
    ListAdd(connection);
    DWORD received;
    if (!g_acceptEx(g_listener, connection->socket, connection->buffer, BufferSize, AddressSize, AddressSize,
                    &received, &connection->overlapped) &&
        WSAGetLastError() != WSA_IO_PENDING)
    {
        End(connection, "not accepted");
        return false;
    }
    return true;
}

// A caller has come, and its first octets with it.
void Arrived(Connection* connection, DWORD received)
{
    if (!g_stopping)
        StartAccept(); // the next one's place
    // Until now the socket does not know that it is connected: shutdown, getpeername and the like need this.
    setsockopt(connection->socket, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, (const char*)&g_listener,
               sizeof(g_listener));
    BOOL on = TRUE;
    setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, (const char*)&on, sizeof(on));

    SOCKADDR_IN peer;
    int length = sizeof(peer);
    char host[INET_ADDRSTRLEN] = "?";
    if (getpeername(connection->socket, (SOCKADDR*)&peer, &length) == 0)
        inet_ntop(AF_INET, &peer.sin_addr, host, sizeof(host));
    connection->number = InterlockedIncrement(&g_callers);
    connection->accepted = true;
    printf("caller %d comes from %s and says %lu octets\n", connection->number, host, (unsigned long)received);

    if (CreateIoCompletionPort((HANDLE)connection->socket, g_port, 0, 0) == nullptr)
    {
        End(connection, "no room at the port");
        return;
    }
    connection->length = received;
    connection->sent = 0;
    if (received == 0)
        End(connection, "has left"); // it connected and closed
    else
        Start(connection, Operation::Send);
}

void Completed(Connection* connection, DWORD transferred, DWORD error)
{
    connection->lastActive = GetTickCount64();
    if (connection->operation == Operation::Accept)
    {
        if (error == ERROR_SUCCESS)
        {
            Arrived(connection, transferred);
        }
        else
        {
            // The caller went away before its first octet, was sent away by Reap(), or the server stops.
            End(connection, "never arrived");
            if (!g_stopping)
                StartAccept();
        }
    }
    else if (error != ERROR_SUCCESS || transferred == 0)
    {
        End(connection, Reason(connection, error));
    }
    else if (connection->operation == Operation::Receive)
    {
        connection->length = transferred;
        connection->sent = 0;
        Start(connection, Operation::Send);
    }
    else
    {
        connection->sent += transferred;
        connection->echoed += transferred;
        if (connection->sent < connection->length)
            Start(connection, Operation::Send);
        else
            Start(connection, Operation::Receive);
    }
}

unsigned __stdcall Work(void*)
{
    for (;;)
    {
        DWORD transferred = 0;
        ULONG_PTR key = 0;
        OVERLAPPED* overlapped = nullptr;
        const BOOL good = GetQueuedCompletionStatus(g_port, &transferred, &key, &overlapped, INFINITE);
        if (overlapped == nullptr)
            return 0; // the packet that says goodbye, or the port is gone
        Completed(CONTAINING_RECORD(overlapped, Connection, overlapped), transferred,
                  good ? ERROR_SUCCESS : GetLastError());
    }
}

// Ends connections that have been silent for too long, and callers that connected and never spoke: those
// are still inside AcceptEx, and only SO_CONNECT_TIME tells them from the places nobody has come to.
void Reap()
{
    const ULONGLONG now = GetTickCount64();
    AcquireSRWLockShared(&g_listLock);
    for (Connection* connection = g_first; connection; connection = connection->next)
    {
        ULONGLONG silent = 0;
        if (connection->accepted)
        {
            const ULONGLONG last = connection->lastActive;
            silent = now > last ? now - last : 0;
        }
        else
        {
            DWORD seconds = 0xFFFFFFFF;
            int length = sizeof(seconds);
            if (getsockopt(connection->socket, SOL_SOCKET, SO_CONNECT_TIME, (char*)&seconds, &length) == 0 &&
                seconds != 0xFFFFFFFF)
                silent = 1000ULL * seconds;
        }
        if (silent >= g_idleMilliseconds && !connection->reaped.exchange(true))
            CancelIoEx((HANDLE)connection->socket, nullptr); // a worker sees it end
        // An AcceptEx belongs to the listener: cancel just that one.
        if (connection->reaped && !connection->accepted)
            CancelIoEx((HANDLE)g_listener, &connection->overlapped);
    }
    ReleaseSRWLockShared(&g_listLock);
}

void Stop()
{
    g_stopping = true;
    closesocket(g_listener);
    AcquireSRWLockShared(&g_listLock);
    const bool none = g_first == nullptr;
    for (Connection* connection = g_first; connection; connection = connection->next)
        CancelIoEx((HANDLE)connection->socket, nullptr);
    ReleaseSRWLockShared(&g_listLock);
    if (!none)
        WaitForSingleObject(g_gone, 10000);
}

BOOL WINAPI OnControl(DWORD)
{
    SetEvent(g_stop);
    return TRUE;
}

bool Listen(const char* port)
{
    g_listener = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, nullptr, 0, WSA_FLAG_OVERLAPPED);
    SOCKADDR_IN address;
    memset(&address, 0, sizeof(address));
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_ANY);
    address.sin_port = htons((u_short)atoi(port));
    int length = sizeof(address);
    GUID acceptEx = WSAID_ACCEPTEX;
    DWORD bytes;
    if (g_listener == INVALID_SOCKET || bind(g_listener, (SOCKADDR*)&address, sizeof(address)) != 0 ||
        listen(g_listener, SOMAXCONN) != 0 ||
        WSAIoctl(g_listener, SIO_GET_EXTENSION_FUNCTION_POINTER, &acceptEx, sizeof(acceptEx), &g_acceptEx,
                 sizeof(g_acceptEx), &bytes, nullptr, nullptr) != 0 ||
        CreateIoCompletionPort((HANDLE)g_listener, g_port, 0, 0) == nullptr)
    {
        fprintf(stderr, "cannot listen: %d\n", WSAGetLastError());
        return false;
    }
    getsockname(g_listener, (SOCKADDR*)&address, &length);
    printf("listening on 0.0.0.0, port %d\n", ntohs(address.sin_port));
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2)
    {
        fprintf(stderr, "usage: server PORT [IDLE_SECONDS [CALLERS]]\n");
        return 2;
    }
    if (argc > 2)
        g_idleMilliseconds = 1000ULL * atoi(argv[2]);
    if (argc > 3)
        g_callersWanted = atoi(argv[3]);
    setvbuf(stdout, nullptr, _IONBF, 0);

    WSADATA data;
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    g_stop = CreateEvent(nullptr, TRUE, FALSE, nullptr);
    g_gone = CreateEvent(nullptr, TRUE, FALSE, nullptr);
    g_port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0);
    if (g_port == nullptr || !Listen(argv[1]))
        return 1;
    SetConsoleCtrlHandler(OnControl, TRUE);

    // Twice as many threads as may run at once: one that blocks does not leave a processor idle.
    SYSTEM_INFO system;
    GetSystemInfo(&system);
    int workers = 2 * (int)system.dwNumberOfProcessors;
    if (workers > MaximumWorkers)
        workers = MaximumWorkers;
    HANDLE threads[MaximumWorkers];
    for (int i = 0; i < workers; ++i)
        threads[i] = (HANDLE)_beginthreadex(nullptr, 0, Work, nullptr, 0, nullptr);

    for (int i = 0; i < AcceptsOutstanding; ++i)
        StartAccept();

    while (WaitForSingleObject(g_stop, ReapInterval) == WAIT_TIMEOUT)
        Reap();

    printf("stopping\n");
    Stop();
    for (int i = 0; i < workers; ++i)
        PostQueuedCompletionStatus(g_port, 0, 0, nullptr);
    WaitForMultipleObjects(workers, threads, TRUE, INFINITE);
    for (int i = 0; i < workers; ++i)
        CloseHandle(threads[i]);
    CloseHandle(g_port);
    CloseHandle(g_gone);
    CloseHandle(g_stop);
    WSACleanup();
    printf("stopped\n");
    return 0;
}

// What SO_CONDITIONAL_ACCEPT costs: a client connects to a plain listener and to a conditional one
// in turn, and waits for an octet of the server; the median of the pairs' differences. Then 500
// clients call at once, while the server decides about none: how many it then finds waiting, before
// any of them has called again. One line of JSON. Wants a network whose netfilter queue is there:
// measure.py makes one.
#include <winsock2.h>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>
#include <windows.h>

#pragma comment(lib, "ws2_32.lib")

enum { PAIRS = 1000, WARM_UP = 50, PENDING = 500 };
static const double RETRANSMISSION = 1.0;  // seconds: TCP's first

static double Now() {
    LARGE_INTEGER count, frequency;
    QueryPerformanceCounter(&count);
    QueryPerformanceFrequency(&frequency);
    return (double)count.QuadPart / (double)frequency.QuadPart;
}

static void Check(bool good, const char* what) {
    if (good)
        return;
    fprintf(stderr, "%s: error %d\n", what, WSAGetLastError());
    ExitProcess(1);
}

static int CALLBACK Admit(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*, DWORD_PTR) {
    return CF_ACCEPT;
}

static SOCKET Listen(BOOL conditional, sockaddr_in* address) {
    SOCKET listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    Check(setsockopt(listener, SOL_SOCKET, SO_CONDITIONAL_ACCEPT, (char*)&conditional,
                     sizeof(conditional)) == 0,
          "SO_CONDITIONAL_ACCEPT");
    memset(address, 0, sizeof(*address));
    address->sin_family = AF_INET;
    address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int length = sizeof(*address);
    Check(bind(listener, (sockaddr*)address, length) == 0 && listen(listener, PENDING) == 0 &&
              getsockname(listener, (sockaddr*)address, &length) == 0,
          "listen");
    return listener;
}

static DWORD WINAPI Serve(LPVOID listener) {
    for (;;) {
        SOCKET s = WSAAccept((SOCKET)listener, NULL, NULL, Admit, 0);
        if (s == INVALID_SOCKET)
            return 0;
        send(s, "!", 1, 0);
        closesocket(s);
    }
}

// Seconds from connect to the server's octet.
static double Call(const sockaddr_in& address) {
    SOCKET s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    linger reset = {1, 0};  // no TIME_WAIT: the ports would run out
    setsockopt(s, SOL_SOCKET, SO_LINGER, (char*)&reset, sizeof(reset));
    double begin = Now();
    char octet;
    Check(connect(s, (const sockaddr*)&address, sizeof(address)) == 0 && recv(s, &octet, 1, 0) == 1,
          "connect");
    double took = Now() - begin;
    closesocket(s);
    return took;
}

static double Median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

static int CountPending() {
    sockaddr_in address;
    SOCKET listener = Listen(TRUE, &address);
    std::vector<SOCKET> clients;
    double begin = Now();
    for (int i = 0; i < PENDING; ++i) {
        SOCKET s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        u_long on = 1;
        ioctlsocket(s, FIONBIO, &on);
        Check(connect(s, (sockaddr*)&address, sizeof(address)) != 0 &&
                  WSAGetLastError() == WSAEWOULDBLOCK,
              "connect without the server's decision");
        clients.push_back(s);
    }
    u_long on = 1;
    ioctlsocket(listener, FIONBIO, &on);
    int held = 0;
    while (held < PENDING && Now() - begin < RETRANSMISSION) {
        SOCKET s = WSAAccept(listener, NULL, NULL, Admit, 0);
        if (s == INVALID_SOCKET)
            continue;
        ++held;
        clients.push_back(s);
    }
    for (SOCKET s : clients)
        closesocket(s);
    closesocket(listener);
    return held;
}

int main() {
    WSADATA data;
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    sockaddr_in address[2];
    HANDLE servers[2];
    SOCKET listeners[2];
    for (int i = 0; i < 2; ++i) {
        listeners[i] = Listen(i, &address[i]);
        servers[i] = CreateThread(NULL, 0, Serve, (LPVOID)listeners[i], 0, NULL);
    }
    std::vector<double> plain, more;
    for (int i = -WARM_UP; i < PAIRS; ++i) {
        double first = Call(address[i & 1]), second = Call(address[!(i & 1)]);
        if (i < 0)
            continue;
        plain.push_back(i & 1 ? second : first);
        more.push_back(i & 1 ? first - second : second - first);
    }
    for (SOCKET listener : listeners)
        closesocket(listener);
    WaitForMultipleObjects(2, servers, TRUE, INFINITE);
    printf("{\"plain\": %.2f, \"more\": %.2f, \"held\": %d}\n", Median(plain) * 1e6,
           Median(more) * 1e6, CountPending());
    WSACleanup();
    return 0;
}

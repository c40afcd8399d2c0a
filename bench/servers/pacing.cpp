// What a flow with a TokenRate of 10,000,000 octets a second measures: a connection over loopback
// whose sender never waits, for SECONDS (5). One line of JSON.
#include <winsock2.h>
#include <qos.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <windows.h>

#pragma comment(lib, "ws2_32.lib")

enum { RATE = 10000000 };
static char sent[65536], received[65536];

static double Now() {
    LARGE_INTEGER count, frequency;
    QueryPerformanceCounter(&count);
    QueryPerformanceFrequency(&frequency);
    return (double)count.QuadPart / (double)frequency.QuadPart;
}

static DWORD WINAPI Send(LPVOID parameter) {
    while (send((SOCKET)parameter, sent, sizeof(sent), 0) > 0)
        ;
    return 0;
}

int main(int argc, char** argv) {
    double seconds = argc > 1 ? atof(argv[1]) : 5;
    WSADATA data;
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    SOCKET listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    SOCKET client = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    sockaddr_in address;
    int length = sizeof(address);
    memset(&address, 0, sizeof(address));
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    QOS quality;
    memset(&quality, 0, sizeof(quality));
    FLOWSPEC any = {QOS_NOT_SPECIFIED, QOS_NOT_SPECIFIED, QOS_NOT_SPECIFIED,
                    QOS_NOT_SPECIFIED, QOS_NOT_SPECIFIED, SERVICETYPE_BESTEFFORT,
                    QOS_NOT_SPECIFIED, QOS_NOT_SPECIFIED};
    quality.ReceivingFlowspec = quality.SendingFlowspec = any;
    quality.SendingFlowspec.TokenRate = RATE;
    quality.SendingFlowspec.ServiceType = SERVICETYPE_CONTROLLEDLOAD;
    DWORD bytes;
    if (bind(listener, (sockaddr*)&address, length) != 0 || listen(listener, 1) != 0 ||
        getsockname(listener, (sockaddr*)&address, &length) != 0 ||
        WSAIoctl(client, SIO_SET_QOS, &quality, sizeof(quality), NULL, 0, &bytes, NULL, NULL) !=
            0 ||
        connect(client, (sockaddr*)&address, length) != 0) {
        fprintf(stderr, "error %d\n", WSAGetLastError());
        return 1;
    }
    SOCKET s = accept(listener, NULL, NULL);
    HANDLE sender = CreateThread(NULL, 0, Send, (LPVOID)client, 0, NULL);
    // What the buffers took at first is not the flow.
    double warm = Now() + 0.5, begin = 0, now;
    unsigned long long octets = 0;
    int got;
    while ((got = recv(s, received, sizeof(received), 0)) > 0) {
        now = Now();
        if (begin != 0)
            octets += (unsigned long long)got;
        else if (now >= warm)
            begin = now;
        if (begin != 0 && now - begin >= seconds)
            break;
    }
    printf("{\"rate\": %.4f}\n", (double)octets / (now - begin) / 1e6);
    fflush(stdout);
    linger reset = {1, 0};
    setsockopt(s, SOL_SOCKET, SO_LINGER, (char*)&reset, sizeof(reset));
    closesocket(s);
    WaitForSingleObject(sender, INFINITE);
    closesocket(client);
    closesocket(listener);
    WSACleanup();
    return 0;
}

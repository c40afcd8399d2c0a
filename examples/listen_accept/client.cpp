// Calls the server three times, one call after the other, and tells how each went.
//
//   client HOST PORT [CALLS]
#include <winsock2.h>
#include <Ws2tcpip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma comment(lib, "Ws2_32.lib")

// One call. TCP completes a connection before the server's program decides about it, so a rejected
// caller learns of it afterwards: its connection is reset.
static int Call(const struct addrinfo* server, int number)
{
    char message[64], answer[64];
    int result = 0, got;
    SOCKET s = socket(server->ai_family, server->ai_socktype, server->ai_protocol);

    if (s == INVALID_SOCKET)
    {
        printf("socket failed: error %d\n", WSAGetLastError());
        return 1;
    }
    if (connect(s, server->ai_addr, (int)server->ai_addrlen) == SOCKET_ERROR)
    {
        const int error = WSAGetLastError();
        printf("call %d: refused, error %d\n", number, error);
        closesocket(s);
        return error == WSAECONNREFUSED ? 0 : 1;
    }
    sprintf(message, "hello from call %d", number);
    if (send(s, message, (int)strlen(message), 0) == SOCKET_ERROR)
        got = SOCKET_ERROR;
    else
        got = recv(s, answer, sizeof(answer), 0);

    if (got > 0)
    {
        printf("call %d: accepted, the server echoed \"%.*s\"\n", number, got, answer);
    }
    else
    {
        const int error = got == 0 ? 0 : WSAGetLastError();
        if (error == 0 || error == WSAECONNRESET || error == WSAECONNABORTED)
        {
            printf("call %d: rejected, the connection was %s\n", number, error == 0 ? "closed" : "reset");
        }
        else
        {
            printf("call %d: error %d\n", number, error);
            result = 1;
        }
    }
    shutdown(s, SD_BOTH);
    closesocket(s);
    return result;
}

int main(int argc, char** argv)
{
    WSADATA data;
    struct addrinfo hints, *servers = NULL;
    int failed = 0;
    const int calls = argc > 3 ? atoi(argv[3]) : 3;

    if (argc < 3)
    {
        printf("usage: client HOST PORT [CALLS]\n");
        return 2;
    }
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    memset(&hints, 0, sizeof(hints));
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_protocol = IPPROTO_TCP;
    if (getaddrinfo(argv[1], argv[2], &hints, &servers) != 0)
    {
        printf("no such host: %s, error %d\n", argv[1], WSAGetLastError());
        WSACleanup();
        return 1;
    }
    for (int number = 1; number <= calls; ++number)
    {
        failed |= Call(servers, number);
        fflush(stdout);
    }
    freeaddrinfo(servers);
    WSACleanup();
    return failed;
}

// Calls the admission server from three addresses, and tells how each call went.
//
//   client HOST PORT
#include <winsock2.h>
#include <Ws2tcpip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma comment(lib, "Ws2_32.lib")

// Without SO_CONDITIONAL_ACCEPT's part of the system (`berth doctor` tells) a caller that is rejected
// was connected for a moment: then it is a reset that says so.
static int Call(const SOCKADDR_IN* server, const char* from)
{
    SOCKADDR_IN name;
    char greeting[32];
    int got, error;
    SOCKET s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);

    memset(&name, 0, sizeof(name));
    name.sin_family = AF_INET;
    inet_pton(AF_INET, from, &name.sin_addr);
    if (bind(s, (SOCKADDR*)&name, sizeof(name)) == SOCKET_ERROR)
    {
        printf("%s: no such address here, error %d\n", from, WSAGetLastError());
        closesocket(s);
        return 1;
    }
    if (connect(s, (const SOCKADDR*)server, sizeof(*server)) == SOCKET_ERROR)
    {
        error = WSAGetLastError();
        printf("%s: refused, error %d\n", from, error);
        closesocket(s);
        return error == WSAECONNREFUSED ? 0 : 1;
    }
    got = recv(s, greeting, sizeof(greeting), 0);
    error = got > 0 ? 0 : got == 0 ? WSAECONNRESET : WSAGetLastError();
    if (got > 0)
        printf("%s: connected, the server says \"%.*s\"\n", from, got, greeting);
    else
        printf("%s: connected and broken off, error %d\n", from, error);
    closesocket(s);
    return error == 0 || error == WSAECONNRESET ? 0 : 1;
}

int main(int argc, char** argv)
{
    static const char* const from[] = {"127.0.0.1", "127.0.0.2", "127.0.0.3"};
    WSADATA data;
    SOCKADDR_IN server;
    int failed = 0;

    if (argc < 3)
    {
        printf("usage: client HOST PORT\n");
        return 2;
    }
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    memset(&server, 0, sizeof(server));
    server.sin_family = AF_INET;
    server.sin_port = htons((u_short)atoi(argv[2]));
    inet_pton(AF_INET, argv[1], &server.sin_addr);
    for (int i = 0; i < 3; ++i)
    {
        failed |= Call(&server, from[i]);
        fflush(stdout);
    }
    WSACleanup();
    return failed;
}

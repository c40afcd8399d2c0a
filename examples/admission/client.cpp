// Calls the admission server over TCP from three addresses, and over ISO transport with three names, and
// tells how each call went.
//
//   client HOST PORT
#include <winsock2.h>
#include <Ws2tcpip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../iso_echo/iso_address.h"

#pragma comment(lib, "Ws2_32.lib")

// Without SO_CONDITIONAL_ACCEPT's part of the system (`berth doctor` tells) a caller that is rejected
// was connected for a moment: then it is a reset that says so.
static int CallTcp(const SOCKADDR_IN* server, const char* from, char* greeting, int size)
{
    SOCKADDR_IN name;
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
    got = recv(s, greeting, size - 1, 0);
    error = got > 0 ? 0 : got == 0 ? WSAECONNRESET : WSAGetLastError();
    if (got > 0)
    {
        greeting[got] = 0;
        printf("%s: connected, and told where the other door is\n", from);
    }
    else
        printf("%s: connected and broken off, error %d\n", from, error);
    closesocket(s);
    return error == 0 || error == WSAECONNRESET ? 0 : 1;
}

static int CallIso(const char* server, const char* name)
{
    SOCKADDR_TP address;
    int length = sizeof(address), error = 0;
    char said[32];
    WSABUF callerData = {(ULONG)strlen(name), (char*)name};
    WSABUF calleeData = {sizeof(said), said};
    SOCKET s = socket(AF_ISO, SOCK_SEQPACKET, ISOPROTO_TP0);

    if (WSAStringToAddressA((char*)server, AF_ISO, NULL, (SOCKADDR*)&address, &length) == SOCKET_ERROR ||
        WSAConnect(s, (SOCKADDR*)&address, length, &callerData, &calleeData, NULL, NULL) == SOCKET_ERROR)
    {
        error = WSAGetLastError();
        printf("%s: refused, error %d\n", name, error);
    }
    else
        printf("%s: connected, the server says \"%.*s\"\n", name, (int)calleeData.len, said);
    closesocket(s);
    return error == 0 || error == WSAECONNREFUSED ? 0 : 1;
}

int main(int argc, char** argv)
{
    static const char* const from[] = {"127.0.0.2", "127.0.0.3", "127.0.0.1"};
    static const char* const names[] = {"ada", "mallory", "nobody"};
    WSADATA data;
    SOCKADDR_IN server;
    char iso[128] = "";
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
        failed |= CallTcp(&server, from[i], iso, sizeof(iso));
        fflush(stdout);
    }
    for (int i = 0; i < 3; ++i)
    {
        failed |= CallIso(iso, names[i]);
        fflush(stdout);
    }
    WSACleanup();
    return failed;
}

// The callers of the server beside it: one that is echoed, one that speaks and then falls silent until the
// server ends it, one that connects and never speaks.
//
//   client HOST PORT
#include <WinSock2.h>
#include <WS2tcpip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma comment(lib, "Ws2_32.lib")

static SOCKET Call(const char* host, const char* port)
{
    SOCKADDR_IN address;
    memset(&address, 0, sizeof(address));
    address.sin_family = AF_INET;
    address.sin_port = htons((u_short)atoi(port));
    inet_pton(AF_INET, host, &address.sin_addr);
    SOCKET s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    if (s == INVALID_SOCKET || connect(s, (SOCKADDR*)&address, sizeof(address)) != 0)
    {
        fprintf(stderr, "connect: %d\n", WSAGetLastError());
        exit(1);
    }
    return s;
}

static bool Echo(SOCKET s, const char* text)
{
    char answer[64] = "";
    const int length = (int)strlen(text);
    if (send(s, text, length, 0) != length)
        return false;
    for (int got = 0; got < length;)
    {
        const int part = recv(s, answer + got, length - got, 0);
        if (part <= 0)
            return false;
        got += part;
    }
    printf("sent \"%s\", the answer is \"%s\"\n", text, answer);
    return strcmp(text, answer) == 0;
}

// True: the server has ended the connection.
static bool IsEnded(SOCKET s)
{
    char octet;
    return recv(s, &octet, 1, 0) <= 0;
}

int main(int argc, char** argv)
{
    if (argc < 3)
    {
        fprintf(stderr, "usage: client HOST PORT\n");
        return 2;
    }
    WSADATA data;
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    bool good = true;

    SOCKET talker = Call(argv[1], argv[2]);
    good = Echo(talker, "good morning") && Echo(talker, "and good night") && good;
    closesocket(talker);

    SOCKET silent = Call(argv[1], argv[2]);
    SOCKET mute = Call(argv[1], argv[2]);
    good = Echo(silent, "I shall say no more") && good;
    good = IsEnded(silent) && good;
    printf("the server has ended the silent connection\n");
    good = IsEnded(mute) && good;
    printf("and the one that never spoke\n");
    closesocket(silent);
    closesocket(mute);
    WSACleanup();
    return good ? 0 : 1;
}

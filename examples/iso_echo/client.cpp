// A client of server.cpp: data goes with the request and comes with the confirmation, messages keep their
// boundaries, and the disconnect carries data too. Usage: client HOST PORT
#include "iso_address.h"

#include <cstring>

static SOCKET Call(const SOCKADDR_TP *server, const char *data, WSABUF *answer)
{
    SOCKET s = socket(AF_ISO, SOCK_SEQPACKET, ISOPROTO_TP0);
    if (s == INVALID_SOCKET)
        return s;
    SOCKADDR_TP self;
    ISO_SET_TP_ADDR(&self, "client", 6, "", 0);
    bind(s, (SOCKADDR *)&self, sizeof(self));
    WSABUF callerData = {(ULONG)strlen(data), (char *)data};
    if (WSAConnect(s, (const SOCKADDR *)server, sizeof(*server), &callerData, answer, NULL, NULL) == 0)
        return s;
    int error = WSAGetLastError();
    closesocket(s);
    WSASetLastError(error);
    return INVALID_SOCKET;
}

int main(int argc, char **argv)
{
    WSADATA data;
    if (argc < 3 || WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 2;
    SOCKADDR_TP server;
    if (IsoGetAddrInfo("echo", argv[1], argv[2], 0, &server, 1) != 1) {
        printf("IsoGetAddrInfo: error %d\n", WSAGetLastError());
        return 1;
    }
    char welcome[32];
    WSABUF answer = {sizeof(welcome), welcome};
    SOCKET s = Call(&server, "let me in", &answer);
    if (s != INVALID_SOCKET)
        return 1;
    printf("without the password: error %d\n", WSAGetLastError());

    answer.len = sizeof(welcome);
    s = Call(&server, "open sesame", &answer);
    if (s == INVALID_SOCKET) {
        printf("WSAConnect: error %d\n", WSAGetLastError());
        return 1;
    }
    printf("with the password: %.*s\n", (int)answer.len, welcome);

    static const char *const messages[] = {"first", "second"};
    for (const char *message : messages)
        send(s, message, (int)strlen(message), 0);
    for (const char *message : messages) {
        char echoed[64];
        int received = recv(s, echoed, sizeof(echoed), 0);
        if (received != (int)strlen(message) || memcmp(echoed, message, received) != 0) {
            printf("recv: %d, error %d\n", received, WSAGetLastError());
            return 1;
        }
        printf("echoed: %.*s\n", received, echoed);
    }
    WSABUF goodbye = {7, (char *)"goodbye"};
    if (WSASendDisconnect(s, &goodbye) != 0) {
        printf("WSASendDisconnect: error %d\n", WSAGetLastError());
        return 1;
    }
    closesocket(s);
    WSACleanup();
    return 0;
}

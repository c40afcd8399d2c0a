// A server on ISO transport: it admits callers by the data that they bring along, answers with data of its
// own, and returns each message. Usage: server [PORT]
#include "iso_address.h"

#include <cstdlib>
#include <cstring>

// Runs while the caller still waits: what it says decides.
static int CALLBACK Admit(LPWSABUF, LPWSABUF CallerData, LPQOS, LPQOS, LPWSABUF, LPWSABUF CalleeData, GROUP *,
                          DWORD_PTR)
{
    static const char password[] = "open sesame";
    if (!CallerData || CallerData->len != strlen(password) ||
        memcmp(CallerData->buf, password, CallerData->len) != 0)
        return CF_REJECT;
    static const char welcome[] = "welcome";
    if (CalleeData->len >= strlen(welcome)) {
        memcpy(CalleeData->buf, welcome, strlen(welcome));
        CalleeData->len = (ULONG)strlen(welcome);
    }
    return CF_ACCEPT;
}

static int Fail(const char *what)
{
    printf("%s: error %d\n", what, WSAGetLastError());
    return 1;
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IONBF, 0);
    WSADATA data;
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    SOCKADDR_TP address;
    if (IsoGetAddrInfo("echo", "127.0.0.1", argc > 1 ? argv[1] : NULL, 0, &address, 1) != 1)
        return Fail("IsoGetAddrInfo");
    SOCKET listener = socket(AF_ISO, SOCK_SEQPACKET, ISOPROTO_TP0);
    if (listener == INVALID_SOCKET)
        return Fail("socket");
    if (bind(listener, (SOCKADDR *)&address, sizeof(address)) != 0 || listen(listener, 5) != 0)
        return Fail("listen");

    int length = sizeof(address);
    char text[128];
    DWORD size = sizeof(text);
    if (getsockname(listener, (SOCKADDR *)&address, &length) != 0 ||
        WSAAddressToStringA((SOCKADDR *)&address, length, NULL, text, &size) != 0)
        return Fail("getsockname");
    printf("listening on %s, port %s\n", text, strrchr(text, ':') + 1);

    // Those that are turned away are counted too: the example's client tries without the password first.
    for (int callers = 0; callers < 2; ++callers) {
        SOCKADDR_TP caller;
        length = sizeof(caller);
        SOCKET s = WSAAccept(listener, (SOCKADDR *)&caller, &length, Admit, 0);
        if (s == INVALID_SOCKET) {
            printf("a caller was turned away (%d)\n", WSAGetLastError());
            continue;
        }
        size = sizeof(text);
        if (WSAAddressToStringA((SOCKADDR *)&caller, length, NULL, text, &size) == 0)
            printf("%.*s was admitted\n", (int)(strchr(text, '@') - text), text);
        char message[1024];
        int received;
        while ((received = recv(s, message, sizeof(message), 0)) > 0)
            send(s, message, received, 0);
        char reason[64];
        WSABUF buffer = {sizeof(reason), reason};
        if (WSARecvDisconnect(s, &buffer) == 0 && buffer.len > 0)
            printf("the caller says: %.*s\n", (int)buffer.len, reason);
        closesocket(s);
    }
    closesocket(listener);
    WSACleanup();
    return 0;
}

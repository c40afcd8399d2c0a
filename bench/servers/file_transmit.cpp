// A file server as Windows programs write it: each request of 64 octets is answered with the file,
// by one overlapped TransmitFile that a completion port tells of. One connection. Built as it is
// for Berth and, by mingw-w64, for Wine.
#include <winsock2.h>
#include <mswsock.h>
#include <stdio.h>
#include <string.h>
#include <ws2tcpip.h>

#pragma comment(lib, "ws2_32.lib")
#pragma comment(lib, "mswsock.lib")

enum { REQUEST = 64, FILE_SIZE = 64 << 20, PIECE = 1 << 20 };

static char piece[PIECE];

static HANDLE file_make(void) {
    char folder[MAX_PATH], path[MAX_PATH];
    HANDLE file;
    DWORD written;
    int i;
    if (!GetTempPathA(sizeof folder, folder) || !GetTempFileNameA(folder, "tra", 0, path))
        return INVALID_HANDLE_VALUE;
    file = CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
                       FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, NULL);
    memset(piece, 'f', sizeof piece);
    for (i = 0; file != INVALID_HANDLE_VALUE && i < FILE_SIZE / PIECE; ++i) {
        if (!WriteFile(file, piece, sizeof piece, &written, NULL) || written != sizeof piece)
            return INVALID_HANDLE_VALUE;
    }
    return file;
}

int main(void) {
    WSADATA data;
    struct sockaddr_in address;
    int length = sizeof address;
    SOCKET listener, s;
    HANDLE port, file = file_make();
    if (file == INVALID_HANDLE_VALUE)
        return 1;
    WSAStartup(MAKEWORD(2, 2), &data);
    listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr*)&address, sizeof address) != 0 ||
        listen(listener, SOMAXCONN) != 0 ||
        getsockname(listener, (struct sockaddr*)&address, &length) != 0)
        return 1;
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    s = accept(listener, NULL, NULL);
    port = CreateIoCompletionPort((HANDLE)s, NULL, 0, 1);
    for (;;) {
        char request[REQUEST];
        OVERLAPPED overlapped, *done = NULL;
        ULONG_PTR key;
        DWORD sent;
        if (recv(s, request, sizeof request, MSG_WAITALL) != sizeof request)
            return 0;
        memset(&overlapped, 0, sizeof overlapped);
        if (!TransmitFile(s, file, FILE_SIZE, 0, &overlapped, NULL, 0) &&
            WSAGetLastError() != WSA_IO_PENDING)
            return 1;
        if (!GetQueuedCompletionStatus(port, &sent, &key, &done, INFINITE))
            return 1;
    }
}

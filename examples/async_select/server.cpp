// An echo server whose sockets send window messages; the window only receives.
//
//   server PORT CALLS     ends after so many callers have gone; port 0: the system chooses
#include <winsock2.h>
#include <Ws2tcpip.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>

#pragma comment(lib, "Ws2_32.lib")
#pragma comment(lib, "User32.lib")

#define WM_SOCKET (WM_USER + 1)

static int calls = 3;

static LRESULT CALLBACK WindowProc(HWND window, UINT message, WPARAM wParam, LPARAM lParam)
{
    const SOCKET s = (SOCKET)wParam;
    SOCKET caller;
    char buffer[512];
    int got;

    if (message != WM_SOCKET)
        return DefWindowProc(window, message, wParam, lParam);
    switch (WSAGETSELECTEVENT(lParam))
    {
    case FD_ACCEPT:
        // The new socket has the listener's window, message and events.
        caller = accept(s, NULL, NULL);
        if (caller != INVALID_SOCKET)
            printf("socket %u: FD_ACCEPT\n", (unsigned)caller);
        break;
    case FD_READ:
        got = recv(s, buffer, sizeof(buffer), 0);
        if (got > 0)
        {
            // A caller that does not read would want FD_WRITE here: see event_select.
            send(s, buffer, got, 0);
            printf("socket %u: FD_READ, %d bytes echoed\n", (unsigned)s, got);
        }
        break;
    case FD_CLOSE:
        printf("socket %u: FD_CLOSE, error %d\n", (unsigned)s, WSAGETSELECTERROR(lParam));
        closesocket(s);
        if (--calls == 0)
            PostQuitMessage(0);
        break;
    }
    return 0;
}

int main(int argc, char** argv)
{
    WSADATA data;
    WNDCLASSA kind = {};
    sockaddr_in address = {};
    int length = sizeof(address);
    MSG message;

    setvbuf(stdout, NULL, _IONBF, 0);
    if (argc > 2)
        calls = atoi(argv[2]);
    kind.lpfnWndProc = WindowProc;
    kind.lpszClassName = "EchoServer";
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0 || RegisterClassA(&kind) == 0)
        return 1;
    HWND window = CreateWindowExA(0, "EchoServer", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
    SOCKET listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((u_short)(argc > 1 ? atoi(argv[1]) : 0));
    if (bind(listener, (SOCKADDR*)&address, sizeof(address)) == SOCKET_ERROR ||
        WSAAsyncSelect(listener, window, WM_SOCKET, FD_ACCEPT | FD_READ | FD_CLOSE) == SOCKET_ERROR ||
        listen(listener, SOMAXCONN) == SOCKET_ERROR ||
        getsockname(listener, (SOCKADDR*)&address, &length) == SOCKET_ERROR)
    {
        printf("no listener: error %d\n", WSAGetLastError());
        return 1;
    }
    printf("listening on 127.0.0.1 port %d\n", ntohs(address.sin_port));

    while (GetMessage(&message, NULL, 0, 0) > 0)
        DispatchMessage(&message);

    closesocket(listener);
    DestroyWindow(window);
    WSACleanup();
    return 0;
}

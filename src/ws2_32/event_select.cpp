// WSAEventSelect, WSAEnumNetworkEvents, WSAAsyncSelect.
#include "winsock2.h"
#include "ws2_32/socket_table.h"

using namespace berth;

int WSAAPI WSAEventSelect(SOCKET s, WSAEVENT hEventObject, long lNetworkEvents) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    int error = 0;
    if (route->procs.lpWSPEventSelect(s, hEventObject, lNetworkEvents, &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    return 0;
}

int WSAAPI WSAEnumNetworkEvents(SOCKET s, WSAEVENT hEventObject,
                                LPWSANETWORKEVENTS lpNetworkEvents) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    int error = 0;
    if (route->procs.lpWSPEnumNetworkEvents(s, hEventObject, lpNetworkEvents, &error) ==
        SOCKET_ERROR)
        return ws2::socket_fail(error);
    return 0;
}

int WSAAPI WSAAsyncSelect(SOCKET s, HWND hWnd, u_int wMsg, long lEvent) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    int error = 0;
    if (route->procs.lpWSPAsyncSelect(s, hWnd, wMsg, lEvent, &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    return 0;
}

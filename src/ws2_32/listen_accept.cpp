// bind, listen, accept, WSAAccept, getsockname, getpeername.
#include "winsock2.h"
#include "ws2_32/handle_inherit.h"
#include "ws2_32/socket_table.h"

using namespace berth;

int WSAAPI bind(SOCKET s, const struct sockaddr* name, int namelen) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    int error = 0;
    if (route->procs.lpWSPBind(s, name, namelen, &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    return 0;
}

int WSAAPI listen(SOCKET s, int backlog) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    int error = 0;
    if (route->procs.lpWSPListen(s, backlog, &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    return 0;
}

SOCKET WSAAPI WSAAccept(SOCKET s, struct sockaddr* addr, LPINT addrlen,
                        LPCONDITIONPROC lpfnCondition, DWORD_PTR dwCallbackData) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return INVALID_SOCKET;
    int error = 0;
    SOCKET accepted =
        route->procs.lpWSPAccept(s, addr, addrlen, lpfnCondition, dwCallbackData, &error);
    if (accepted == INVALID_SOCKET)
        return ws2::socket_fail(error, INVALID_SOCKET);
    ws2::handle_inherit_set(accepted, ws2::handle_inherit_get(s));
    return accepted;
}

SOCKET WSAAPI accept(SOCKET s, struct sockaddr* addr, int* addrlen) {
    return WSAAccept(s, addr, addrlen, nullptr, 0);
}

int WSAAPI getsockname(SOCKET s, struct sockaddr* name, int* namelen) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    int error = 0;
    if (route->procs.lpWSPGetSockName(s, name, namelen, &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    return 0;
}

int WSAAPI getpeername(SOCKET s, struct sockaddr* name, int* namelen) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    int error = 0;
    if (route->procs.lpWSPGetPeerName(s, name, namelen, &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    return 0;
}

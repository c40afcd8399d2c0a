// connect, WSAConnect, shutdown, WSASendDisconnect, WSARecvDisconnect.
#include "winsock2.h"
#include "ws2_32/socket_table.h"

using namespace berth;

int WSAAPI WSAConnect(SOCKET s, const struct sockaddr* name, int namelen, LPWSABUF lpCallerData,
                      LPWSABUF lpCalleeData, LPQOS lpSQOS, LPQOS lpGQOS) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    int error = 0;
    if (route->procs.lpWSPConnect(s, name, namelen, lpCallerData, lpCalleeData, lpSQOS, lpGQOS,
                                  &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    return 0;
}

int WSAAPI connect(SOCKET s, const struct sockaddr* name, int namelen) {
    return WSAConnect(s, name, namelen, nullptr, nullptr, nullptr, nullptr);
}

int WSAAPI shutdown(SOCKET s, int how) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    int error = 0;
    if (route->procs.lpWSPShutdown(s, how, &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    return 0;
}

int WSAAPI WSASendDisconnect(SOCKET s, LPWSABUF lpOutboundDisconnectData) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    int error = 0;
    if (route->procs.lpWSPSendDisconnect(s, lpOutboundDisconnectData, &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    return 0;
}

int WSAAPI WSARecvDisconnect(SOCKET s, LPWSABUF lpInboundDisconnectData) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    int error = 0;
    if (route->procs.lpWSPRecvDisconnect(s, lpInboundDisconnectData, &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    return 0;
}

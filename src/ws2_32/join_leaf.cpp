// WSAJoinLeaf.
#include "winsock2.h"
#include "ws2_32/socket_table.h"

using namespace berth;

SOCKET WSAAPI WSAJoinLeaf(SOCKET s, const struct sockaddr* name, int namelen, LPWSABUF lpCallerData,
                          LPWSABUF lpCalleeData, LPQOS lpSQOS, LPQOS lpGQOS, DWORD dwFlags) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return INVALID_SOCKET;
    if (dwFlags != JL_SENDER_ONLY && dwFlags != JL_RECEIVER_ONLY && dwFlags != JL_BOTH)
        return ws2::socket_fail(WSAEINVAL, INVALID_SOCKET);
    int error = 0;
    const SOCKET leaf = route->procs.lpWSPJoinLeaf(s, name, namelen, lpCallerData, lpCalleeData,
                                                   lpSQOS, lpGQOS, dwFlags, &error);
    return leaf == INVALID_SOCKET ? ws2::socket_fail(error, INVALID_SOCKET) : leaf;
}

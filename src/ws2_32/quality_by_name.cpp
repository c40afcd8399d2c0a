// WSAGetQOSByName.
#include "winsock2.h"
#include "ws2_32/socket_table.h"

using namespace berth;

BOOL WSAAPI WSAGetQOSByName(SOCKET s, LPWSABUF lpQOSName, LPQOS lpQOS) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return FALSE;
    int error = 0;
    if (!route->procs.lpWSPGetQOSByName(s, lpQOSName, lpQOS, &error))
        return ws2::socket_fail(error, FALSE);
    return TRUE;
}

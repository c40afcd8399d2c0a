// WSAGetOverlappedResult.
#include "winsock2.h"
#include "ws2_32/socket_table.h"

using namespace berth;

BOOL WSAAPI WSAGetOverlappedResult(SOCKET s, LPWSAOVERLAPPED lpOverlapped, LPDWORD lpcbTransfer,
                                   BOOL fWait, LPDWORD lpdwFlags) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return FALSE;
    int error = 0;
    if (!route->procs.lpWSPGetOverlappedResult(s, lpOverlapped, lpcbTransfer, fWait, lpdwFlags,
                                               &error))
        return ws2::socket_fail(error, FALSE);
    return TRUE;
}

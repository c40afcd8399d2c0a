// WSADuplicateSocketA, WSADuplicateSocketW.
#include "nt/memory_probe.h"
#include "winsock2.h"
#include "ws2_32/protocol_info.h"
#include "ws2_32/socket_table.h"

using namespace berth;

int WSAAPI WSADuplicateSocketW(SOCKET s, DWORD dwProcessId, LPWSAPROTOCOL_INFOW lpProtocolInfo) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    if (!nt::memory_is_mapped(lpProtocolInfo, sizeof *lpProtocolInfo))
        return ws2::socket_fail(WSAEFAULT);
    int error = 0;
    if (route->procs.lpWSPDuplicateSocket(s, dwProcessId, lpProtocolInfo, &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    return 0;
}

int WSAAPI WSADuplicateSocketA(SOCKET s, DWORD dwProcessId, LPWSAPROTOCOL_INFOA lpProtocolInfo) {
    if (!nt::memory_is_mapped(lpProtocolInfo, sizeof *lpProtocolInfo))
        return ws2::socket_fail(ws2::socket_route(s) ? WSAEFAULT : WSAGetLastError());
    WSAPROTOCOL_INFOW wide{};
    if (WSADuplicateSocketW(s, dwProcessId, &wide) == SOCKET_ERROR)
        return SOCKET_ERROR;
    *lpProtocolInfo = ws2::protocol_info_narrow(wide);
    return 0;
}

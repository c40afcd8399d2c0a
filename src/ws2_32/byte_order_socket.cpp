// WSAHtonl and its kin: the byte order of a socket's protocol, as its catalog entry has it.
// https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsahtonl
#include "nt/memory_probe.h"
#include "winsock2.h"
#include "ws2_32/socket_table.h"

namespace {

using namespace berth;

template <typename Number>
int convert(SOCKET s, Number value, Number* result) {
    const ws2::Route* const route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    if (!nt::memory_is_mapped(result, sizeof *result))
        return ws2::socket_fail(WSAEFAULT);
    if (route->entry->info.iNetworkByteOrder == LITTLEENDIAN)
        *result = value;
    else if constexpr (sizeof(Number) == 4)
        *result = __builtin_bswap32(value);
    else
        *result = __builtin_bswap16(value);
    return 0;
}

}  // namespace

int WSAAPI WSAHtonl(SOCKET s, u_long hostlong, u_long* lpnetlong) {
    return convert(s, hostlong, lpnetlong);
}
int WSAAPI WSAHtons(SOCKET s, u_short hostshort, u_short* lpnetshort) {
    return convert(s, hostshort, lpnetshort);
}
int WSAAPI WSANtohl(SOCKET s, u_long netlong, u_long* lphostlong) {
    return convert(s, netlong, lphostlong);
}
int WSAAPI WSANtohs(SOCKET s, u_short netshort, u_short* lphostshort) {
    return convert(s, netshort, lphostshort);
}

// WSAHtonl and its kin: the byte order of a socket's protocol, which is network order for every
// protocol here. https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsahtonl
#include "winsock2.h"
#include "ws2_32/socket_table.h"

namespace {

using namespace berth;

template <typename Number>
int convert(SOCKET s, Number value, Number* result) {
    if (const int error = ws2::socket_check(s))
        return ws2::socket_fail(error);
    if (!result)
        return ws2::socket_fail(WSAEFAULT);
    if constexpr (sizeof(Number) == 4)
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

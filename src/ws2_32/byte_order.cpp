// htonl, htons, ntohl, ntohs. (Their 64-bit and floating-point kin are inline in winsock2.h.)
// https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-htonl
#include "winsock2.h"

u_long WSAAPI htonl(u_long hostlong) {
    return __builtin_bswap32(hostlong);
}
u_short WSAAPI htons(u_short hostshort) {
    return __builtin_bswap16(hostshort);
}
u_long WSAAPI ntohl(u_long netlong) {
    return __builtin_bswap32(netlong);
}
u_short WSAAPI ntohs(u_short netshort) {
    return __builtin_bswap16(netshort);
}

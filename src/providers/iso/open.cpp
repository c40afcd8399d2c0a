// WSPSocket, and what this provider does not do.
#include "providers/iso/open.h"

#include "providers/iso/socket.h"
#include "providers/iso/startup.h"

namespace berth::iso {
namespace {

int socket_check(SOCKET s) {
    return socket_find(s) ? WSAEOPNOTSUPP : WSAENOTSOCK;
}

}  // namespace

SOCKET WSPAPI open_socket(int family, int type, int protocol, LPWSAPROTOCOL_INFOW info, GROUP,
                          DWORD flags, LPINT error) {
    if (!is_started())
        return fail(error, WSANOTINITIALISED, INVALID_SOCKET);
    if (!info)
        return fail(error, WSAEFAULT, INVALID_SOCKET);
    if (family != AF_UNSPEC && family != FROM_PROTOCOL_INFO && family != AF_ISO)
        return fail(error, WSAEAFNOSUPPORT, INVALID_SOCKET);
    if (type != 0 && type != FROM_PROTOCOL_INFO && type != SOCK_SEQPACKET)
        return fail(error, WSAESOCKTNOSUPPORT, INVALID_SOCKET);
    if (protocol == 0 || protocol == FROM_PROTOCOL_INFO)
        protocol = info->iProtocol;
    if (protocol != ISOPROTO_TP0 && protocol != ISOPROTO_TP2)
        return fail(error, WSAEPROTONOSUPPORT, INVALID_SOCKET);
    SOCKET s = INVALID_SOCKET;
    const auto socket = nt::object_make<Socket>(protocol, info->dwCatalogEntryId, flags);
    const int code = socket ? socket_publish(socket, &s) : WSAENOBUFS;
    return code == 0 ? s : fail(error, code, INVALID_SOCKET);
}

// A socket is this process' own.
int WSPAPI duplicate_socket(SOCKET s, DWORD, LPWSAPROTOCOL_INFOW, LPINT error) {
    return fail(error, socket_check(s));
}

SOCKET WSPAPI join_leaf(SOCKET s, const sockaddr*, int, LPWSABUF, LPWSABUF, LPQOS, LPQOS, DWORD,
                        LPINT error) {
    return fail(error, socket_check(s), INVALID_SOCKET);
}

BOOL WSPAPI qos_by_name(SOCKET s, LPWSABUF, LPQOS, LPINT error) {
    return fail(error, socket_check(s), FALSE);
}

// The calling thread is the one that blocks: it can only be here from its blocking hook.
int WSPAPI cancel_blocking_call(LPINT error) {
    return fail(error, WSAEINVAL);
}

}  // namespace berth::iso

// WSPSocket, WSPGetSockName, WSPGetPeerName.
#include "providers/kernel/open.h"

#include <algorithm>
#include <cerrno>

#include "nt/memory_probe.h"
#include "providers/kernel/address.h"
#include "providers/kernel/error.h"
#include "providers/kernel/group_bind.h"
#include "providers/kernel/join_leaf.h"
#include "providers/kernel/linux_option.h"
#include "providers/kernel/protocols.h"
#include "providers/kernel/receive_all.h"
#include "providers/kernel/shared_socket.h"
#include "providers/kernel/shared_state.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/startup.h"
#include "ws2tcpip.h"

namespace berth::kernel {
namespace {

constexpr int kIpRecvErr = 11;
constexpr int kIpv6RecvErr = 25;

// What a new socket has on Windows and not on Linux.
void defaults_apply(int fd, int family, int type) {
    int on = 1;
    if (family == AF_INET6)
        lnx::sys_setsockopt(fd, lnx::kIpProtoIpv6, lnx::kIpv6V6Only, &on, sizeof on);
    if (type == SOCK_DGRAM) {
        // An ICMP port unreachable becomes WSAECONNRESET at the next receive (SIO_UDP_CONNRESET).
        int level = family == AF_INET6 ? lnx::kIpProtoIpv6 : lnx::kIpProtoIp;
        lnx::sys_setsockopt(fd, level, family == AF_INET6 ? kIpv6RecvErr : kIpRecvErr, &on,
                            sizeof on);
    }
}

// IPPROTO_IP of a raw socket is none to Linux; the nearest hears nothing by itself, as SIO_RCVALL's
// needs.
constexpr int kAnyRawProtocol = 255;

int protocol_to_linux(int family, int type, int protocol) {
    if (type == SOCK_RAW && protocol == IPPROTO_IP)
        return kAnyRawProtocol;
    return family == AF_UNIX ? 0 : protocol;
}

}  // namespace

int descriptor_open(int family, int type, int protocol, int* fd) {
    *fd = lnx::sys_socket(family_to_linux(family), type | lnx::kSockCloexec,
                          protocol_to_linux(family, type, protocol));
    if (*fd < 0)
        return errno == EPERM ? WSAEACCES : error_from_errno(errno);
    defaults_apply(*fd, family, type);
    if (type == SOCK_RAW && protocol == IPPROTO_IP) {
        const int off = 0;
        lnx::sys_setsockopt(*fd, family == AF_INET6 ? lnx::kIpProtoIpv6 : lnx::kIpProtoIp,
                            family == AF_INET6 ? lnx::kIpv6HdrIncl : lnx::kIpHdrIncl, &off,
                            sizeof off);
    }
    return 0;
}

SOCKET WSPAPI open_socket(int family, int type, int protocol, LPWSAPROTOCOL_INFOW info, GROUP,
                          DWORD flags, LPINT error) {
    if (!is_started())
        return fail(error, WSANOTINITIALISED, INVALID_SOCKET);
    if (info && info->dwProviderReserved != 0) {
        SOCKET shared = INVALID_SOCKET;
        if (int code = shared_socket_take(*info, flags, &shared))
            return fail(error, code, INVALID_SOCKET);
        return shared;
    }
    if (info) {
        if (family == AF_UNSPEC || family == FROM_PROTOCOL_INFO)
            family = info->iAddressFamily;
        if (type == 0 || type == FROM_PROTOCOL_INFO)
            type = info->iSocketType;
        if ((protocol == 0 && type != SOCK_RAW) || protocol == FROM_PROTOCOL_INFO)
            protocol = info->iProtocol;
    }
    if (family_to_linux(family) == family && family != AF_INET && family != AF_UNIX)
        return fail(error, WSAEAFNOSUPPORT, INVALID_SOCKET);
    if (type != SOCK_STREAM && type != SOCK_DGRAM && type != SOCK_RAW)
        return fail(error, WSAESOCKTNOSUPPORT, INVALID_SOCKET);
    int fd = -1;
    if (int code = descriptor_open(family, type, protocol, &fd))
        return fail(error, code, INVALID_SOCKET);
    auto socket = socket_new(fd, family, type, protocol, info ? info->dwCatalogEntryId : 0, flags);
    if (!socket)
        return fail(error, WSAENOBUFS, INVALID_SOCKET);
    if (int code = socket_publish(std::move(socket)))
        return fail(error, code, INVALID_SOCKET);
    return static_cast<SOCKET>(fd);
}

namespace {

int name_give(const Address& address, sockaddr* name, LPINT length, LPINT error) {
    int code = WSAEFAULT;
    if (nt::memory_is_mapped(length, sizeof *length) &&
        (*length <= 0 || nt::memory_is_mapped(name, std::min<size_t>(static_cast<size_t>(*length),
                                                                     lnx::kSockAddrStorage))))
        code = address_write(address, name, length);
    return code == 0 ? 0 : fail(error, code);
}

}  // namespace

int WSPAPI socket_name(SOCKET s, sockaddr* name, LPINT length, LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    const SharedChange change(*socket);
    if (!socket->bound.load(std::memory_order_relaxed) ||
        (socket->context_missing && !socket->bound_by_program))
        return fail(error, WSAEINVAL);
    Address address;
    int number = 0;
    if (!groups_heard_at(*socket, &address))
        number = address_of_socket(receive_all_origin(*socket), &address);
    if (number != 0)
        return fail(error, error_from_errno(number));
    return name_give(address, name, length, error);
}

int WSPAPI peer_name(SOCKET s, sockaddr* name, LPINT length, LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    const SharedChange change(*socket);
    // Until SO_UPDATE_ACCEPT_CONTEXT or SO_UPDATE_CONNECT_CONTEXT.
    if (socket->context_missing)
        return fail(error, WSAENOTCONN);
    Address address;
    MultipointSession session;
    if (session_find(*socket, &session))
        address = session.group;
    else if (int number = address_of_peer(socket->fd, &address))
        return fail(error, number == EINVAL ? WSAENOTCONN : error_from_errno(number));
    return name_give(address, name, length, error);
}

}  // namespace berth::kernel

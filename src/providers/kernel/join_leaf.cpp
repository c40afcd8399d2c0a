// WSPJoinLeaf. The multicast of IP has neither a rooted control plane nor a rooted data plane:
// every socket is a leaf, and the session is the group.
// https://learn.microsoft.com/windows/win32/winsock/multipoint-and-multicast-semantics-2
#include "providers/kernel/join_leaf.h"

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <mutex>
#include <new>
#include <unordered_map>

#include "nt/lasting.h"
#include "providers/kernel/bound_address.h"
#include "providers/kernel/connect_state.h"
#include "providers/kernel/error.h"
#include "providers/kernel/group_bind.h"
#include "providers/kernel/linux_option.h"
#include "providers/kernel/quality.h"
#include "providers/kernel/startup.h"
#include "ws2tcpip.h"

namespace berth::kernel {
namespace {

constexpr DWORD kLeaf = WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_LEAF;
constexpr int kLoopbackIndex = 1;

struct Sessions {
    nt::FutexMutex lock;
    std::unordered_map<const Socket*, MultipointSession> by_socket;
};
Sessions& sessions() {
    static nt::Lasting<Sessions> lasting;
    return lasting.get();
}

int session_note(const Socket& socket, const Address& group, bool sends) try {
    const std::lock_guard guard(sessions().lock);
    sessions().by_socket[&socket] = {group, sends};
    return 0;
} catch (const std::bad_alloc&) {
    return WSAENOBUFS;
}

int bind_where_not(Socket& socket) {
    if (socket.bound)
        return 0;
    Address any;
    any.family = static_cast<USHORT>(family_to_linux(socket.family));
    any.length = static_cast<unsigned>(address_length_max(socket.family));
    if (int code = address_bind(socket, any))
        return code;
    socket.bound = true;
    return 0;
}

// The interface of the group: the program's choice for multicasts, or the one that it bound the
// socket to. 0: the system's choice.
lnx::IpMreqn interface4(const Socket& socket) {
    lnx::IpMreqn request{};
    Address local;
    request.index = socket.kept.get(Kept::multicast_interface);
    if (request.index == 0 &&
        (groups_heard_at(socket, &local) || address_of_socket(socket.fd, &local) == 0))
        std::memcpy(&request.address, local.bytes + offsetof(sockaddr_in, sin_addr),
                    sizeof request.address);
    return request;
}

int join4(const Socket& socket, const Address& group, bool receives) {
    lnx::IpMreqn request = interface4(socket);
    const bool chosen = request.index != 0 || request.address != 0;
    std::memcpy(&request.group, group.bytes + offsetof(sockaddr_in, sin_addr),
                sizeof request.group);
    int number = 0;
    if (receives && lnx::sys_setsockopt(socket.fd, lnx::kIpProtoIp, lnx::kIpAddMembership, &request,
                                        sizeof request) != 0)
        number = errno;
    if (number == ENODEV && !chosen) {
        request.index = kLoopbackIndex;  // a host without a network: its own sockets are reached
        number = lnx::sys_setsockopt(socket.fd, lnx::kIpProtoIp, lnx::kIpAddMembership, &request,
                                     sizeof request) == 0
                     ? 0
                     : errno;
    }
    if (number == 0 && (request.index != 0 || request.address != 0)) {
        request.group = 0;
        lnx::sys_setsockopt(socket.fd, lnx::kIpProtoIp, lnx::kIpMulticastIf, &request,
                            sizeof request);
    }
    return number;
}

int join6(const Socket& socket, const Address& group, bool receives) {
    sockaddr_in6 name{};
    std::memcpy(&name, group.bytes, sizeof name);
    IPV6_MREQ request{};
    request.ipv6mr_multiaddr = name.sin6_addr;
    int index = static_cast<int>(name.sin6_scope_id);
    unsigned length = sizeof index;
    if (index == 0)
        lnx::sys_getsockopt(socket.fd, lnx::kIpProtoIpv6, lnx::kIpv6MulticastIf, &index, &length);
    request.ipv6mr_interface = static_cast<ULONG>(index);
    int number = 0;
    if (receives && lnx::sys_setsockopt(socket.fd, lnx::kIpProtoIpv6, lnx::kIpv6AddMembership,
                                        &request, sizeof request) != 0)
        number = errno;
    if (number == ENODEV && index == 0) {
        request.ipv6mr_interface = kLoopbackIndex;
        number = lnx::sys_setsockopt(socket.fd, lnx::kIpProtoIpv6, lnx::kIpv6AddMembership,
                                     &request, sizeof request) == 0
                     ? 0
                     : errno;
    }
    if (number == 0 && request.ipv6mr_interface != 0) {
        index = static_cast<int>(request.ipv6mr_interface);
        lnx::sys_setsockopt(socket.fd, lnx::kIpProtoIpv6, lnx::kIpv6MulticastIf, &index,
                            sizeof index);
    }
    return number;
}

int group_join(Socket& socket, const Address& group, DWORD flags) {
    const bool receives = flags != JL_SENDER_ONLY;
    // As with the membership options: only what this socket joined is heard.
    const int off = 0;
    lnx::sys_setsockopt(socket.fd, lnx::kIpProtoIp, lnx::kIpMulticastAll, &off, sizeof off);
    if (socket.family == AF_INET6)
        lnx::sys_setsockopt(socket.fd, lnx::kIpProtoIpv6, lnx::kIpv6MulticastAll, &off, sizeof off);
    const int number =
        socket.family == AF_INET6 ? join6(socket, group, receives) : join4(socket, group, receives);
    return number == ENODEV ? WSAENETUNREACH : number != 0 ? error_from_errno(number) : 0;
}

int session_begin(Socket& socket, const Address& group, DWORD flags) {
    const std::lock_guard guard(socket.lock);
    if (socket.in_session || socket.connected)
        return WSAEISCONN;
    if (int code = bind_where_not(socket))
        return code;
    if (int code = session_note(socket, group, flags != JL_RECEIVER_ONLY))
        return code;
    if (int code = group_join(socket, group, flags)) {
        session_forget(socket);
        return code;
    }
    socket.in_session = true;
    return 0;
}

int arguments_check(const Socket& socket, const sockaddr* name, int length,
                    const WSABUF* caller_data, Address* group) {
    if ((socket.flags & kLeaf) == 0)
        return WSAEINVAL;
    if (int code = address_read(name, length, socket.family, group))
        return code;
    if (!address_is_multicast(*group))
        return WSAEADDRNOTAVAIL;
    return caller_data && caller_data->len > 0 ? WSAEPROTONOSUPPORT : 0;
}

}  // namespace

bool session_find(const Socket& socket, MultipointSession* session) {
    if (!socket.in_session)
        return false;
    const std::lock_guard guard(sessions().lock);
    const auto found = sessions().by_socket.find(&socket);
    if (found == sessions().by_socket.end())
        return false;
    *session = found->second;
    return true;
}

void session_forget(const Socket& socket) {
    const std::lock_guard guard(sessions().lock);
    sessions().by_socket.erase(&socket);
}

// A group of quality of service is ignored: "if s is not the creator of the socket group".
SOCKET WSPAPI join_leaf(SOCKET s, const sockaddr* name, int length, LPWSABUF caller_data,
                        LPWSABUF callee_data, LPQOS sqos, LPQOS, DWORD flags, LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK, INVALID_SOCKET);
    Address group;
    if (int code = arguments_check(*socket, name, length, caller_data, &group))
        return fail(error, code, INVALID_SOCKET);
    if (int code = sqos ? quality_set(*socket, *sqos) : 0)
        return fail(error, code, INVALID_SOCKET);
    if (flags != JL_SENDER_ONLY)
        groups_hear(*socket);
    if (int code = session_begin(*socket, group, flags))
        return fail(error, code, INVALID_SOCKET);
    if (callee_data)
        callee_data->len = 0;
    connect_tell(*socket);
    return s;
}

}  // namespace berth::kernel

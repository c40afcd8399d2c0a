#include "providers/kernel/receive_all.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <mutex>
#include <new>
#include <unordered_map>
#include <vector>

#include "nt/futex.h"
#include "nt/lasting.h"
#include "mstcpip.h"
#include "providers/kernel/error.h"
#include "providers/kernel/interface.h"
#include "providers/kernel/ioctl.h"
#include "providers/kernel/linux_option.h"
#include "providers/kernel/option_carry.h"
#include "providers/kernel/packet_filter.h"
#include "providers/kernel/socket_watch.h"
#include "ws2tcpip.h"

namespace berth::kernel {
namespace {

// packet(7).
struct LinkAddress {
    uint16_t family;
    uint16_t protocol;  // network order
    int index;
    uint16_t hardware;
    uint8_t packet_type, length, bytes[8];
};
struct PacketMembership {
    int index;
    uint16_t type, length;
    uint8_t bytes[8];
};
constexpr int kSolPacket = 263, kPacketAddMembership = 1, kPacketIgnoreOutgoing = 23;
constexpr uint16_t kPromiscuous = 1, kAllMulticasts = 2;
constexpr uint16_t kEtherIp = 0x0800, kEtherIpv6 = 0x86dd;

// The sockets' own descriptors, by their serial numbers.
constinit nt::FutexMutex origins_lock;
std::unordered_map<uint64_t, int>& origins() {
    // Never destroyed: sockets may be closed later than that.
    static nt::Lasting<std::unordered_map<uint64_t, int>> lasting;
    return lasting.get();
}

// The interface that has the address, or 0.
int interface_of(const Address& local) {
    std::vector<InterfaceAddress> addresses;
    if (interface_addresses(local.family, &addresses) != 0)
        return 0;
    const bool six = local.family == lnx::kAfInet6;
    const size_t at = six ? offsetof(sockaddr_in6, sin6_addr) : offsetof(sockaddr_in, sin_addr);
    for (const InterfaceAddress& one : addresses) {
        if (std::memcmp(one.address + at, local.bytes + at, six ? 16 : 4) == 0)
            return one.index;
    }
    // Every address of 127.0.0.0/8 is the loopback interface's.
    return !six && static_cast<uint8_t>(local.bytes[at]) == 127 ? PacketFilter::kLoopbackIndex : 0;
}

PacketFilter filter_of(DWORD code) {
    PacketFilter filter;
    if (code != SIO_RCVALL) {
        filter.load_word(PacketFilter::kDestination4);
        filter.mask(0xf0000000);
        filter.unless_equal_skip(0xe0000000, code == SIO_RCVALL_MCAST ? 1 : 3);
        if (code == SIO_RCVALL_IGMPMCAST) {
            filter.load_byte(PacketFilter::kProtocol4);
            filter.unless_equal_skip(IPPROTO_IGMP, 1);
        }
        filter.accept();
        filter.drop();
    }
    return filter;
}

// A packet socket on the interface. 0 or a WSA code.
int capture_open(const Socket& socket, DWORD code, int mode, int index, int* fd) {
    *fd = lnx::sys_socket(lnx::kAfPacket, lnx::kSockDgram | lnx::kSockCloexec, 0);
    if (*fd < 0)
        return errno == EPERM ? WSAEACCES : error_from_errno(errno);
    const PacketFilter filter = filter_of(code);
    if (filter.size() > 0)
        filter.attach(*fd);
    const int on = 1;
    // What the loopback interface sends it receives as well.
    if (index == static_cast<int>(PacketFilter::kLoopbackIndex))
        lnx::sys_setsockopt(*fd, kSolPacket, kPacketIgnoreOutgoing, &on, sizeof on);
    else if (code != SIO_RCVALL || mode == RCVALL_ON) {
        const PacketMembership membership{
            index, code == SIO_RCVALL ? kPromiscuous : kAllMulticasts, 0, {}};
        lnx::sys_setsockopt(*fd, kSolPacket, kPacketAddMembership, &membership, sizeof membership);
    }
    if (socket.nonblocking)
        lnx::sys_fcntl(*fd, lnx::kFSetFl, lnx::kONonblock);
    options_carry(socket, socket.fd, *fd);
    LinkAddress link{};
    link.family = lnx::kAfPacket;
    link.protocol = __builtin_bswap16(socket.family == AF_INET6 ? kEtherIpv6 : kEtherIp);
    link.index = index;
    if (lnx::sys_bind(*fd, &link, sizeof link) == 0)
        return 0;
    const int number = errno;
    lnx::sys_close(*fd);
    return error_from_errno(number);
}

// The descriptor stands for `fd` from now on.
int descriptor_replace(Socket& socket, int fd) {
    SocketWatch* const watch = socket.watch.load(std::memory_order_acquire);
    std::unique_lock<nt::FutexMutex> guard;
    if (watch) {
        guard = std::unique_lock(watch->lock);
        watch->unregister();
    }
    int installed = 0;
    do {
        installed = lnx::sys_dup3(fd, socket.fd, lnx::kSockCloexec);
    } while (installed < 0 && (errno == EBUSY || errno == EINTR));
    const int number = installed < 0 ? errno : 0;
    if (watch) {
        watch->renewed();
        if (int code = watch->register_with_reactor())
            return code;
    }
    return number == 0 ? 0 : error_from_errno(number);
}

int capture_begin(Socket& socket, DWORD code, int mode) {
    Address local;
    if (!socket.bound || address_of_socket(socket.fd, &local) != 0 || address_is_any(local))
        return WSAEINVAL;
    const int index = interface_of(local);
    if (index == 0)
        return WSAEINVAL;
    // Before anything has to be undone for want of memory.
    const auto place = origins().emplace(socket.serial, -1).first;
    int fd = -1;
    if (int failed = capture_open(socket, code, mode, index, &fd)) {
        origins().erase(place);
        return failed;
    }
    const int origin = lnx::sys_fcntl(socket.fd, lnx::kFDupFdCloexec, 0);
    int failed = origin < 0 ? error_from_errno(errno) : descriptor_replace(socket, fd);
    lnx::sys_close(fd);
    if (failed != 0) {
        if (origin >= 0)
            lnx::sys_close(origin);
        origins().erase(place);
        return failed;
    }
    place->second = origin;
    socket.kept.set(Kept::receives_all, 1);
    return 0;
}

int capture_end(Socket& socket) {
    const auto found = origins().find(socket.serial);
    if (found == origins().end())
        return 0;
    if (socket.nonblocking)
        lnx::sys_fcntl(found->second, lnx::kFSetFl, lnx::kONonblock);
    if (int code = descriptor_replace(socket, found->second))
        return code;
    lnx::sys_close(found->second);
    origins().erase(found);
    socket.kept.set(Kept::receives_all, 0);
    return 0;
}

}  // namespace

int receive_all_origin(const Socket& socket) {
    if (!socket.kept.get(Kept::receives_all))
        return socket.fd;
    const std::lock_guard guard(origins_lock);
    const auto found = origins().find(socket.serial);
    return found == origins().end() ? socket.fd : found->second;
}

void receive_all_source(const void* packet, size_t length, Address* from) {
    constexpr size_t kHeader4 = 20, kHeader6 = 40, kSource4 = 12, kSource6 = 8;
    const auto* bytes = static_cast<const uint8_t*>(packet);
    std::memset(from->bytes, 0, sizeof(sockaddr_in6));
    if (length >= kHeader4 && bytes[0] >> 4 == 4) {
        from->length = sizeof(sockaddr_in);
        std::memcpy(from->bytes + offsetof(sockaddr_in, sin_addr), bytes + kSource4, 4);
        from->family = lnx::kAfInet;
    } else {
        from->length = sizeof(sockaddr_in6);
        if (length >= kHeader6)
            std::memcpy(from->bytes + offsetof(sockaddr_in6, sin6_addr), bytes + kSource6, 16);
        from->family = lnx::kAfInet6;
    }
}

void receive_all_forget(const Socket& socket) {
    const std::lock_guard guard(origins_lock);
    const auto found = origins().find(socket.serial);
    if (found == origins().end())
        return;
    lnx::sys_close(found->second);
    origins().erase(found);
}

namespace ioctl_call {

int receive_all_set(Socket& socket, IoctlCall& call) try {
    int mode = 0;
    std::memcpy(&mode, call.in, std::min<size_t>(call.in_length, sizeof mode));
    if (mode < RCVALL_OFF || mode > RCVALL_IPLEVEL)
        return WSAEINVAL;
    // Multicasts are for IPv4 sockets of one protocol each.
    if ((call.code == SIO_RCVALL_MCAST &&
         (socket.family != AF_INET || socket.protocol != IPPROTO_UDP)) ||
        (call.code == SIO_RCVALL_IGMPMCAST &&
         (socket.family != AF_INET || socket.protocol != IPPROTO_IGMP)))
        return WSAEINVAL;
    if (mode == RCVALL_SOCKETLEVELONLY)
        return 0;  // "not currently implemented, so setting this option does not have any affect"
    const std::lock_guard guard(origins_lock);
    if (mode == RCVALL_OFF || socket.kept.get(Kept::receives_all))
        return mode == RCVALL_OFF ? capture_end(socket) : 0;
    return capture_begin(socket, call.code, mode);
} catch (const std::bad_alloc&) {
    return WSAENOBUFS;
}

}  // namespace ioctl_call
}  // namespace berth::kernel

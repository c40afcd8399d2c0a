#include "providers/kernel/group_bind.h"

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <mutex>

#include "providers/kernel/bound_address.h"
#include "providers/kernel/linux_option.h"
#include "providers/kernel/open.h"
#include "providers/kernel/option_carry.h"
#include "providers/kernel/option_rare.h"
#include "providers/kernel/receive_filter.h"
#include "ws2tcpip.h"

namespace berth::kernel {
namespace {

struct Carried {
    int level, name;
};

// Beside those of options_carry: plain numbers that a program may have set.
constexpr Carried kNumbers[] = {
    {lnx::kSolSocket, lnx::kSoBroadcast},
    {lnx::kSolSocket, lnx::kSoPriority},
    {lnx::kSolSocket, lnx::kSoMaxPacingRate},
    {lnx::kSolSocket, lnx::kSoNoCheck},
    {lnx::kIpProtoIp, lnx::kIpPktInfo},
    {lnx::kIpProtoIp, lnx::kIpMtuDiscover},
    {lnx::kIpProtoIp, lnx::kIpRecvErr},
    {lnx::kIpProtoIp, lnx::kIpRecvTtl},
    {lnx::kIpProtoIp, lnx::kIpRecvTos},
    {lnx::kIpProtoIp, lnx::kIpMulticastTtl},
    {lnx::kIpProtoIp, lnx::kIpMulticastLoop},
    {lnx::kIpProtoIp, lnx::kIpUnicastIf},
    {lnx::kIpProtoIpv6, lnx::kIpv6V6Only},
    {lnx::kIpProtoIpv6, lnx::kIpv6MulticastIf},
    {lnx::kIpProtoIpv6, lnx::kIpv6MulticastHops},
    {lnx::kIpProtoIpv6, lnx::kIpv6MulticastLoop},
    {lnx::kIpProtoIpv6, lnx::kIpv6MtuDiscover},
    {lnx::kIpProtoIpv6, lnx::kIpv6RecvErr},
    {lnx::kIpProtoIpv6, lnx::kIpv6RecvPktInfo},
    {lnx::kIpProtoIpv6, lnx::kIpv6RecvHopLimit},
    {lnx::kIpProtoIpv6, lnx::kIpv6RecvTClass},
    {lnx::kIpProtoIpv6, lnx::kIpv6DontFrag},
    {lnx::kIpProtoIpv6, lnx::kIpv6UnicastIf},
    {lnx::kIpProtoUdp, lnx::kUdpSegment},
    {lnx::kIpProtoUdp, lnx::kUdpGro},
};

int number_get(int fd, int level, int name, int* value) {
    unsigned length = sizeof *value;
    return lnx::sys_getsockopt(fd, level, name, value, &length);
}

void number_set(int fd, int level, int name, int value) {
    lnx::sys_setsockopt(fd, level, name, &value, sizeof value);
}

void all_carry(const Socket& socket, int to) {
    options_carry(socket, socket.fd, to);
    for (const Carried& option : kNumbers) {
        int now = 0;
        int then = 0;
        if (number_get(socket.fd, option.level, option.name, &now) == 0 &&
            number_get(to, option.level, option.name, &then) == 0 && now != then)
            number_set(to, option.level, option.name, now);
    }
    if (const int index = socket.kept.get(Kept::multicast_interface)) {
        const lnx::IpMreqn request{0, 0, index};
        lnx::sys_setsockopt(to, lnx::kIpProtoIp, lnx::kIpMulticastIf, &request, sizeof request);
    }
    lnx::sys_fcntl(to, lnx::kFSetFl, lnx::sys_fcntl(socket.fd, lnx::kFGetFl) & lnx::kONonblock);
}

// The kernel lets both have the port while both carry the option.
int bind_beside(const Socket& socket, int fd, const Address& wildcard) {
    int shared = 0;
    number_get(socket.fd, lnx::kSolSocket, lnx::kSoReuseAddr, &shared);
    number_set(socket.fd, lnx::kSolSocket, lnx::kSoReuseAddr, 1);
    number_set(fd, lnx::kSolSocket, lnx::kSoReuseAddr, 1);
    const int number = lnx::sys_bind(fd, wildcard.bytes, wildcard.length) == 0 ? 0 : errno;
    number_set(fd, lnx::kSolSocket, lnx::kSoReuseAddr, shared);
    number_set(socket.fd, lnx::kSolSocket, lnx::kSoReuseAddr, shared);
    return number;
}

// ::ffff:a.b.c.d
bool is_mapped(const Address& local) {
    static constexpr uint8_t kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    return local.family == lnx::kAfInet6 &&
           std::memcmp(local.bytes + offsetof(sockaddr_in6, sin6_addr), kMapped, sizeof kMapped) ==
               0;
}

bool is_candidate(const Socket& socket, const Address& local) {
    const int level = socket.family == AF_INET6 ? lnx::kAfInet6 : lnx::kAfInet;
    return socket.type == SOCK_DGRAM && socket.protocol != IPPROTO_ICMP && socket.bound &&
           !socket.connected && !socket.shared && !socket.watch.load() && local.family == level &&
           !address_is_any(local) && !address_is_multicast(local) && address_port(local) != 0 &&
           !is_mapped(local) && !socket.kept.get(Kept::port_from_reservation);
}

int bound_store(Socket& socket, const Address& bound) {
    return rare_options_change(socket, [&](RareOptions& rare) { rare.bound = bound; });
}

// The kernel's socket has a group now, which another one in its place would not have.
void joined_note(Socket& socket) {
    rare_options_change(socket, [](RareOptions& rare) { rare.joined = true; });
}

bool take_place(Socket& socket, int fd, const Address& local, const Address& wildcard) {
    return address_spread(socket, true) && bind_beside(socket, fd, wildcard) == 0 &&
           bound_store(socket, local) == 0 && receive_filter_apply(socket, fd) == 0 &&
           lnx::sys_dup3(fd, socket.fd, lnx::kSockCloexec) >= 0;
}

}  // namespace

bool groups_heard_at(const Socket& socket, Address* bound) {
    if (!socket.kept.get(Kept::rarely_kept))
        return false;
    *bound = rare_options(socket).bound;
    return bound->length != 0;
}

void source_give(const Socket& socket, char (&room)[kSourceControlSize], lnx::MsgHdr* message) {
    Address bound;
    if (!groups_heard_at(socket, &bound))
        return;
    const bool six = bound.family == lnx::kAfInet6;
    lnx::CmsgHdr header{sizeof header + (six ? sizeof(lnx::In6PktInfo) : sizeof(lnx::InPktInfo)),
                        six ? lnx::kIpProtoIpv6 : lnx::kIpProtoIp,
                        six ? lnx::kIpv6PktInfo : lnx::kIpPktInfo};
    std::memset(room, 0, sizeof room);
    std::memcpy(room, &header, sizeof header);
    if (six) {
        sockaddr_in6 address{};
        std::memcpy(&address, bound.bytes, sizeof address);
        lnx::In6PktInfo source{};
        std::memcpy(source.address, &address.sin6_addr, sizeof source.address);
        source.index = static_cast<int>(address.sin6_scope_id);
        std::memcpy(room + sizeof header, &source, sizeof source);
    } else {
        lnx::InPktInfo source{};
        std::memcpy(&source.local, bound.bytes + offsetof(sockaddr_in, sin_addr),
                    sizeof source.local);
        std::memcpy(room + sizeof header, &source, sizeof source);
    }
    message->control = room;
    message->control_length = header.length;
}

void groups_hear(Socket& socket) {
    const std::lock_guard guard(socket.lock);
    Address local;
    if (rare_options(socket).joined || groups_heard_at(socket, &local))
        return;
    if (address_of_socket(socket.fd, &local) != 0 || !is_candidate(socket, local)) {
        joined_note(socket);
        return;
    }
    int fd = -1;
    if (descriptor_open(socket.family, socket.type, socket.protocol, &fd) != 0)
        return;
    all_carry(socket, fd);
    Address wildcard = local;
    address_any_set(&wildcard);
    if (!take_place(socket, fd, local, wildcard)) {
        bound_store(socket, {});
        address_spread(socket, false);
        joined_note(socket);
    }
    lnx::sys_close(fd);
}

}  // namespace berth::kernel

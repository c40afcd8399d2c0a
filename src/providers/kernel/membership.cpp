#include "providers/kernel/membership.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include "providers/kernel/address.h"
#include "providers/kernel/error.h"
#include "providers/kernel/linux_option.h"
#include "providers/kernel/option_rare.h"

namespace berth::kernel {
namespace {

// How the socket hears the group: all sources but some, or some only.
struct Hearing {
    bool excludes = false;
    size_t sources = 0;
};

// The kernel's own forms have MCAST_EXCLUDE as 0.
Hearing hearing_of_default(const Socket& socket, const Membership& membership) {
    struct {
        uint32_t group, interface, mode, count;
    } filter{};
    std::memcpy(&filter.group, &reinterpret_cast<const sockaddr_in&>(membership.group).sin_addr,
                sizeof filter.group);
    unsigned length = sizeof filter;
    if (lnx::sys_getsockopt(socket.fd, lnx::kIpProtoIp, lnx::kIpMsFilter, &filter, &length) != 0)
        return {};
    return {filter.mode == 0, filter.count};
}

Hearing hearing_of(const Socket& socket, const Membership& membership) {
    if (!membership.six && membership.interface == 0)
        return hearing_of_default(socket, membership);
    GROUP_FILTER filter{};
    filter.gf_interface = membership.interface;
    filter.gf_group = membership.group;
    filter.gf_group.ss_family =
        static_cast<ADDRESS_FAMILY>(family_to_linux(membership.six ? AF_INET6 : AF_INET));
    unsigned length = offsetof(GROUP_FILTER, gf_slist);
    if (lnx::sys_getsockopt(socket.fd, membership.six ? lnx::kIpProtoIpv6 : lnx::kIpProtoIp,
                            lnx::kMcastMsFilter, &filter, &length) != 0)
        return {};
    int mode = 0;
    std::memcpy(&mode, &filter.gf_fmode, sizeof mode);
    return {mode == 0, filter.gf_numsrc};
}

// ---- sources that the program has let go of, one by one: a second time has an error of its own
// ----

IN6_ADDR bytes_of(bool six, const SOCKADDR_STORAGE& address) {
    IN6_ADDR bytes{};
    if (six)
        bytes = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
    else
        std::memcpy(&bytes, &reinterpret_cast<const sockaddr_in&>(address).sin_addr,
                    sizeof(IN_ADDR));
    return bytes;
}

bool is_same(const IN6_ADDR& a, const IN6_ADDR& b) {
    return std::memcmp(&a, &b, sizeof a) == 0;
}

bool source_has_ended(const Socket& socket, const Membership& membership) {
    const RareOptions rare = rare_options(socket);
    const IN6_ADDR group = bytes_of(membership.six, membership.group);
    const IN6_ADDR source = bytes_of(membership.six, membership.source);
    return std::any_of(rare.ended.begin(), rare.ended.end(), [&](const EndedSource& one) {
        return is_same(one.group, group) && is_same(one.source, source);
    });
}

void note(Socket& socket, const Membership& membership) {
    const IN6_ADDR group = bytes_of(membership.six, membership.group);
    switch (membership.change) {
        case MembershipChange::leave_source:
        case MembershipChange::unblock_source:
            rare_options_change(socket, [&](RareOptions& rare) {
                rare.ended[rare.ended_next++ % rare.ended.size()] = {
                    group, bytes_of(membership.six, membership.source)};
            });
            break;
        case MembershipChange::leave:
            if (socket.kept.get(Kept::rarely_kept))
                rare_options_change(socket, [&](RareOptions& rare) {
                    for (EndedSource& one : rare.ended) {
                        if (is_same(one.group, group))
                            one = {};
                    }
                });
            break;
        default:
            break;
    }
}

int code_of(const Socket& socket, const Membership& membership, int number) {
    if (number == ENODEV)
        return WSAEADDRNOTAVAIL;  // no such interface, or no route
    switch (membership.change) {
        case MembershipChange::join:
            if (number == EADDRINUSE) {
                const Hearing now = hearing_of(socket, membership);
                return now.excludes && now.sources > 0 ? WSAEINVAL : WSAEADDRNOTAVAIL;
            }
            break;
        case MembershipChange::leave:
            if (number == EADDRNOTAVAIL)
                return WSAEINVAL;
            break;
        case MembershipChange::leave_source:
            if (number == EINVAL && source_has_ended(socket, membership))
                return WSAEADDRNOTAVAIL;
            break;
        case MembershipChange::unblock_source:
            if (number == EADDRNOTAVAIL && !source_has_ended(socket, membership))
                return WSAEINVAL;
            break;
        default:
            break;
    }
    return error_from_errno(number);
}

}  // namespace

MembershipChange membership_change(int level, int name) {
    if (level == IPPROTO_IPV6 && name == IPV6_ADD_MEMBERSHIP)
        return MembershipChange::join;
    if (level == IPPROTO_IPV6 && name == IPV6_DROP_MEMBERSHIP)
        return MembershipChange::leave;
    switch (name) {
        case IP_ADD_MEMBERSHIP:
        case MCAST_JOIN_GROUP:
            return MembershipChange::join;
        case IP_DROP_MEMBERSHIP:
        case MCAST_LEAVE_GROUP:
            return MembershipChange::leave;
        case IP_ADD_SOURCE_MEMBERSHIP:
        case MCAST_JOIN_SOURCE_GROUP:
            return MembershipChange::join_source;
        case IP_DROP_SOURCE_MEMBERSHIP:
        case MCAST_LEAVE_SOURCE_GROUP:
            return MembershipChange::leave_source;
        case IP_BLOCK_SOURCE:
        case MCAST_BLOCK_SOURCE:
            return MembershipChange::block_source;
        default:
            return MembershipChange::unblock_source;
    }
}

int membership_apply(Socket& socket, const Membership& membership, int linux_level, int linux_name,
                     const void* value, unsigned length) {
    // Linux would make a membership of all sources one of this source, or of none.
    const bool leaves = membership.change == MembershipChange::leave_source;
    if (leaves || membership.change == MembershipChange::join_source) {
        const Hearing now = hearing_of(socket, membership);
        if (now.excludes)
            return leaves || now.sources > 0 ? WSAEINVAL : WSAEADDRNOTAVAIL;
    }
    if (lnx::sys_setsockopt(socket.fd, linux_level, linux_name, value, length) != 0)
        return code_of(socket, membership, errno);
    note(socket, membership);
    return 0;
}

}  // namespace berth::kernel

// Options of the levels IPPROTO_IP, IPPROTO_IPV6 and IPPROTO_UDP, except for multicast.
// https://learn.microsoft.com/windows/win32/winsock/ipproto-ip-socket-options
#include <algorithm>
#include <cerrno>

#include "providers/kernel/error.h"
#include "providers/kernel/linux_option.h"
#include "providers/kernel/option_call.h"
#include "providers/kernel/option_rare.h"
#include "ws2tcpip.h"

namespace berth::kernel::option_call {

// Several options of ours may need one of the kernel's: it is on while one of them is.
int ancillary_set(Socket& socket, const Option& option, int value) {
    const OptionPlace& place = option.place;
    std::lock_guard guard(socket.lock);
    int before = socket.kept.get(place.kept);
    socket.kept.set(place.kept, value);
    bool wanted = option_ancillary_wanted(socket, place.linux_level, place.linux_name);
    int code = option_kernel_set(socket, place.linux_level, place.linux_name, wanted);
    if (code != 0)
        socket.kept.set(place.kept, before);
    return code;
}

int hop_limit_set(Socket& socket, const Option& option, int value) {
    if (value == 0)
        return WSAEINVAL;
    return option_kernel_set(socket, option.place.linux_level, option.place.linux_name, value);
}

// "Only valid for datagram and raw sockets": a datagram socket has it, and Linux cannot turn it on.
int header_included_get(Socket& socket, const Option& option, int* value) {
    *value = 0;
    return socket.type == SOCK_RAW
               ? option_kernel_get(socket, option.place.linux_level, option.place.linux_name, value)
               : 0;
}

int header_included_set(Socket& socket, const Option& option, int value) {
    if (socket.type != SOCK_RAW)
        return value ? WSAEOPNOTSUPP : 0;
    return option_kernel_set(socket, option.place.linux_level, option.place.linux_name, value);
}

// Linux' raw sockets know their own family only, and no such option.
int ipv6_only_get(Socket& socket, const Option& option, int* value) {
    *value = 1;
    return socket.type == SOCK_RAW ? 0
                                   : option_kernel_get(socket, option.place.linux_level,
                                                       option.place.linux_name, value);
}

int ipv6_only_set(Socket& socket, const Option& option, int value) {
    if (socket.type == SOCK_RAW)
        return value ? 0 : WSAEINVAL;
    return option_kernel_set(socket, option.place.linux_level, option.place.linux_name, value);
}

// ---- fragments ----

int dont_fragment_get(Socket& socket, const Option& option, int* value) {
    int discovery = 0;
    if (int code = option_kernel_get(socket, option.place.linux_level, option.place.linux_name,
                                     &discovery))
        return code;
    *value = discovery == lnx::kPmtuDo || discovery == lnx::kPmtuProbe;
    return 0;
}

int dont_fragment_set(Socket& socket, const Option& option, int value) {
    return option_kernel_set(socket, option.place.linux_level, option.place.linux_name,
                             value ? lnx::kPmtuDo : lnx::kPmtuDont);
}

namespace {

struct Discovery {
    int windows;
    int linux_value;
};
constexpr Discovery kDiscoveries[] = {{IP_PMTUDISC_NOT_SET, lnx::kPmtuWant},
                                      {IP_PMTUDISC_DO, lnx::kPmtuDo},
                                      {IP_PMTUDISC_DONT, lnx::kPmtuDont},
                                      {IP_PMTUDISC_PROBE, lnx::kPmtuProbe}};

}  // namespace

int path_mtu_discovery_get(Socket& socket, const Option& option, int* value) {
    int now = 0;
    if (int code =
            option_kernel_get(socket, option.place.linux_level, option.place.linux_name, &now))
        return code;
    *value = IP_PMTUDISC_NOT_SET;
    for (const Discovery& discovery : kDiscoveries) {
        if (discovery.linux_value == now)
            *value = discovery.windows;
    }
    return 0;
}

int path_mtu_discovery_set(Socket& socket, const Option& option, int value) {
    for (const Discovery& discovery : kDiscoveries) {
        if (discovery.windows == value)
            return option_kernel_set(socket, option.place.linux_level, option.place.linux_name,
                                     discovery.linux_value);
    }
    return WSAEINVAL;
}

// An upper bound of the program's own. A TCP connection's segments and IPv6's packets follow it;
// IPv4's datagrams are cut at the path's MTU, since Linux knows no bound of a socket there.
int user_mtu_get(Socket& socket, const Option& option, int* value) {
    const RareOptions rare = rare_options(socket);
    *value = static_cast<int>(option.level == IPPROTO_IPV6 ? rare.user_mtu6 : rare.user_mtu4);
    return 0;
}

int user_mtu_set(Socket& socket, const Option& option, int value) {
    constexpr DWORD kLeast6 = 1280, kHeaders4 = 40, kLeastSegment = 88, kLargest = 65535;
    const bool six = option.level == IPPROTO_IPV6;
    const auto wanted = static_cast<DWORD>(value);
    if (wanted == 0)
        return WSAEINVAL;
    const DWORD bound = std::min(wanted, kLargest);
    if (six) {
        // 0 is none: the path's alone.
        const int now =
            wanted == IP_UNSPECIFIED_USER_MTU ? 0 : static_cast<int>(std::max(bound, kLeast6));
        if (int code = option_kernel_set(socket, lnx::kIpProtoIpv6, lnx::kIpv6Mtu, now))
            return code;
    } else if (socket.is_stream() && wanted < kLargest) {
        const DWORD segment = bound > kHeaders4 ? bound - kHeaders4 : 0;
        // It is the connection's from its beginning on: later it is too late.
        option_kernel_set(socket, lnx::kIpProtoTcp, lnx::kTcpMaxSeg,
                          static_cast<int>(std::clamp(segment, kLeastSegment, kLargest / 2)));
    }
    return rare_options_change(
        socket, [&](RareOptions& rare) { (six ? rare.user_mtu6 : rare.user_mtu4) = wanted; });
}

// ---- IP_OPTIONS: the bytes as they are ----

int ip_options_get(Socket& socket, const Option&, char* value, int* length) {
    auto size = static_cast<unsigned>(*length);
    if (lnx::sys_getsockopt(socket.fd, lnx::kIpProtoIp, lnx::kIpOptions, value, &size) != 0)
        return error_from_errno(errno);
    *length = static_cast<int>(size);
    return 0;
}

int ip_options_set(Socket& socket, const Option&, const char* value, int length) {
    auto size = static_cast<unsigned>(length);
    return lnx::sys_setsockopt(socket.fd, lnx::kIpProtoIp, lnx::kIpOptions, value, size) == 0
               ? 0
               : error_from_errno(errno);
}

// ---- the interface for sending. The kernel has it in network order in both directions and
// families; Windows takes IPv4's so, and tells and takes everything else in host order. ----

int unicast_interface_get(Socket& socket, const Option& option, int* value) {
    if (int code =
            option_kernel_get(socket, option.place.linux_level, option.place.linux_name, value))
        return code;
    *value = static_cast<int>(__builtin_bswap32(static_cast<uint32_t>(*value)));
    return 0;
}

int unicast_interface_set(Socket& socket, const Option& option, int value) {
    return unicast_interface_set_network_order(
        socket, option, static_cast<int>(__builtin_bswap32(static_cast<uint32_t>(value))));
}

int unicast_interface_set_network_order(Socket& socket, const Option& option, int value) {
    int code = option_kernel_set(socket, option.place.linux_level, option.place.linux_name, value);
    return code == WSAEADDRNOTAVAIL ? WSAEINVAL : code;  // no such interface
}

// ---- IPV6_PROTECTION_LEVEL: kept and told; there is no Teredo here to be protected from ----

int protection_level_get(Socket& socket, const Option&, int* value) {
    int level = socket.kept.get(Kept::protection_level);
    *value = level == KeptOptions::kNotSet ? PROTECTION_LEVEL_UNRESTRICTED : level;
    return 0;
}

int protection_level_set(Socket& socket, const Option&, int value) {
    if (value != PROTECTION_LEVEL_UNRESTRICTED && value != PROTECTION_LEVEL_EDGERESTRICTED &&
        value != PROTECTION_LEVEL_RESTRICTED)
        return WSAEINVAL;
    socket.kept.set(Kept::protection_level, value);
    return 0;
}

// ---- UDP ----

// The kernel knows no bound but its own: it joins datagrams up to 64 KiB. A program with a smaller
// one has smaller buffers and would lose data, so nothing is joined for it, which Windows may do as
// well.
int coalesced_size_set(Socket& socket, const Option&, int value) {
    constexpr DWORD kLargestJoined = 65507;
    if (int code = option_kernel_set(socket, lnx::kIpProtoUdp, lnx::kUdpGro,
                                     static_cast<DWORD>(value) >= kLargestJoined))
        return code;
    socket.kept.set(Kept::coalesced_size, value);
    return 0;
}

int checksum_coverage_get(Socket& socket, const Option&, int* value) {
    int none = 0;
    if (int code = option_kernel_get(socket, lnx::kSolSocket, lnx::kSoNoCheck, &none))
        return code;
    *value = none == 0;
    return 0;
}

int checksum_coverage_set(Socket& socket, const Option&, int value) {
    if (!value && socket.family == AF_INET6)
        return WSAENOPROTOOPT;  // IPv6 has no datagrams without one
    return option_kernel_set(socket, lnx::kSolSocket, lnx::kSoNoCheck, value == 0);
}

}  // namespace berth::kernel::option_call

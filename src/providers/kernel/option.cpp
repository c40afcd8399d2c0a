// The table of the documented options. What has no row, the provider does not support.
// https://learn.microsoft.com/windows/win32/winsock/socket-options
#include "providers/kernel/option.h"

#include <cerrno>

#include "mswsock.h"
#include "providers/kernel/error.h"
#include "providers/kernel/linux_option.h"
#include "providers/kernel/option_call.h"
#include "ws2tcpip.h"

namespace berth::kernel {
namespace {

using namespace option_call;

constexpr OptionForm kFlag = OptionForm::flag, kWhole = OptionForm::whole_flag,
                     kOctet = OptionForm::octet, kNumber = OptionForm::number,
                     kOpaque = OptionForm::opaque;
constexpr uint8_t kGet = Option::kGet, kSet = Option::kSet, kGetSet = Option::kGetSet;
constexpr uint8_t kStream = Option::kStream, kDatagram = Option::kDatagram, kRaw = Option::kRaw,
                  kMessages = Option::kMessages, kAnyType = Option::kAnyType;
constexpr uint8_t kInet = Option::kInet, kInet6 = Option::kInet6, kIp = Option::kIp,
                  kAny = Option::kAnyFamily;

// The four kinds of place.
constexpr OptionPlace linux_is(int level, int name, OptionGet get = nullptr,
                               OptionSet set = nullptr) {
    return {.linux_level = level, .linux_name = name, .get = get, .set = set};
}
constexpr OptionPlace kept_in(Kept kept, OptionGet get = nullptr, OptionSet set = nullptr) {
    return {.kept = kept, .get = get, .set = set};
}
constexpr OptionPlace calls(OptionGet get, OptionSet set = nullptr) {
    return {.get = get, .set = set};
}
constexpr OptionPlace opaque(OptionGetOpaque get, OptionSetOpaque set = nullptr, int level = -1,
                             int name = -1) {
    return {.linux_level = level, .linux_name = name, .get_opaque = get, .set_opaque = set};
}
// Control information of received messages: our flag says whether the program wants it.
constexpr OptionPlace ancillary(Kept kept, int level, int name) {
    return {.linux_level = level, .linux_name = name, .kept = kept, .set = ancillary_set};
}
constexpr OptionPlace both(Kept kept, int level, int name, OptionGet get, OptionSet set) {
    return {.linux_level = level, .linux_name = name, .kept = kept, .get = get, .set = set};
}

constexpr int kSocket = lnx::kSolSocket, kIp4 = lnx::kIpProtoIp, kIp6 = lnx::kIpProtoIpv6,
              kTcp = lnx::kIpProtoTcp, kUdp = lnx::kIpProtoUdp;

constexpr Option kOptions[] = {
    // ---- sol-socket-socket-options ----
    {SOL_SOCKET, SO_DEBUG, kFlag, kGetSet, kAnyType, kAny, kept_in(Kept::debug)},
    {SOL_SOCKET, SO_ACCEPTCONN, kNumber, kGet, kAnyType, kAny, calls(listening_get)},
    {SOL_SOCKET, SO_REUSEADDR, kFlag, kGetSet, kAnyType, kAny,
     calls(reuse_address_get, reuse_address_set)},
    {SOL_SOCKET, SO_EXCLUSIVEADDRUSE, kFlag, kGetSet, kAnyType, kAny,
     calls(exclusive_address_get, exclusive_address_set)},
    {SOL_SOCKET, SO_KEEPALIVE, kWhole, kGetSet, kStream, kAny,
     linux_is(kSocket, lnx::kSoKeepAlive, nullptr, keepalive_set)},
    // Microsoft's providers ignore it, and always ask the routing table.
    {SOL_SOCKET, SO_DONTROUTE, kFlag, kGetSet, kAnyType, kAny,
     kept_in(Kept::dont_route, nullptr, dont_route_set)},
    {SOL_SOCKET, SO_BROADCAST, kFlag, kGetSet, kAnyType, kAny,
     linux_is(kSocket, lnx::kSoBroadcast)},
    {SOL_SOCKET, SO_LINGER, kOpaque, kGetSet, kStream, kAny, opaque(linger_get, linger_set)},
    {SOL_SOCKET, SO_DONTLINGER, kFlag, kGetSet, kStream, kAny,
     calls(dont_linger_get, dont_linger_set)},
    {SOL_SOCKET, SO_OOBINLINE, kFlag, kGetSet, kAnyType, kAny,
     linux_is(kSocket, lnx::kSoOobInline, nullptr, urgent_inline_set)},
    {SOL_SOCKET, SO_SNDBUF, kNumber, kGetSet, kAnyType, kAny,
     both(Kept::send_buffer, kSocket, lnx::kSoSndBuf, buffer_get, buffer_set)},
    {SOL_SOCKET, SO_RCVBUF, kNumber, kGetSet, kAnyType, kAny,
     both(Kept::receive_buffer, kSocket, lnx::kSoRcvBuf, buffer_get, buffer_set)},
    // "If this option is used on Windows Vista and later, ... fail with WSAEINVAL."
    {SOL_SOCKET, SO_SNDLOWAT, kNumber, kGetSet, kAnyType, kAny,
     calls(unsupported_get, unsupported_set)},
    {SOL_SOCKET, SO_RCVLOWAT, kNumber, kGetSet, kAnyType, kAny,
     calls(unsupported_get, unsupported_set)},
    {SOL_SOCKET, SO_USELOOPBACK, kFlag, kGetSet, kAnyType, kAny,
     calls(unsupported_get, unsupported_set)},
    {SOL_SOCKET, SO_SNDTIMEO, kNumber, kGetSet, kAnyType, kAny,
     both(Kept::send_timeout, kSocket, lnx::kSoSndTimeo, nullptr, timeout_set)},
    {SOL_SOCKET, SO_RCVTIMEO, kNumber, kGetSet, kAnyType, kAny,
     both(Kept::receive_timeout, kSocket, lnx::kSoRcvTimeo, nullptr, timeout_set)},
    {SOL_SOCKET, SO_ERROR, kNumber, kGet, kAnyType, kAny, calls(error_get)},
    {SOL_SOCKET, SO_TYPE, kNumber, kGet, kAnyType, kAny, calls(type_get)},
    {SOL_SOCKET, SO_BSP_STATE, kOpaque, kGet, kAnyType, kAny, opaque(bsp_state_get)},
    {SOL_SOCKET, SO_GROUP_ID, kNumber, kGet, kAnyType, kAny, calls(group_get)},
    // "The WSAENOPROTOOPT error code is indicated for nongroup sockets": SO_GROUP_PRIORITY has no
    // row.
    {SOL_SOCKET, PVD_CONFIG, kNumber, kGetSet, kAnyType, kAny,
     calls(configuration_get, configuration_set)},
    {SOL_SOCKET, SO_MAX_MSG_SIZE, kNumber, kGet, kAnyType, kAny, calls(message_size_get)},
    {SOL_SOCKET, SO_MAXDG, kNumber, kGet, kAnyType, kAny, calls(message_size_get)},
    {SOL_SOCKET, SO_MAXPATHDG, kNumber, kGet, kAnyType, kAny, calls(message_size_get)},
    {SOL_SOCKET, SO_PROTOCOL_INFOW, kOpaque, kGet, kAnyType, kAny, opaque(protocol_info_get)},
    {SOL_SOCKET, SO_CONDITIONAL_ACCEPT, kWhole, kGetSet, kStream, kAny,
     calls(conditional_accept_get, conditional_accept_set)},
    {SOL_SOCKET, SO_PAUSE_ACCEPT, kFlag, kGetSet, kStream, kIp,
     calls(pause_accept_get, pause_accept_set)},
    {SOL_SOCKET, SO_COMPARTMENT_ID, kNumber, kGetSet, kAnyType, kIp,
     calls(compartment_get, compartment_set)},
    {SOL_SOCKET, SO_RANDOMIZE_PORT, kFlag, kGetSet, kAnyType, kIp,
     kept_in(Kept::randomize_port, nullptr, randomize_port_set)},
    {SOL_SOCKET, SO_PORT_SCALABILITY, kFlag, kGetSet, kAnyType, kIp,
     kept_in(Kept::port_scalability, nullptr, shared_port_set)},
    {SOL_SOCKET, SO_REUSE_UNICASTPORT, kFlag, kGetSet, kAnyType, kIp,
     kept_in(Kept::reuse_unicast_port, nullptr, shared_port_set)},
    {SOL_SOCKET, SO_REUSE_MULTICASTPORT, kFlag, kGetSet, kDatagram, kIp,
     kept_in(Kept::reuse_multicast_port, nullptr, multicast_port_set)},
    {SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, kOpaque, kSet, kStream, kAny,
     opaque(nullptr, context_update)},
    {SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, kOpaque, kSet, kStream, kAny,
     opaque(nullptr, context_update)},
    {SOL_SOCKET, SO_CONNECT_TIME, kNumber, kGet, kAnyType, kAny, calls(connect_time_get)},

    // ---- ipproto-tcp-socket-options ----
    {IPPROTO_TCP, TCP_NODELAY, kFlag, kGetSet, kStream, kIp, linux_is(kTcp, lnx::kTcpNoDelay)},
    {IPPROTO_TCP, TCP_EXPEDITED_1122, kFlag, kGetSet, kStream, kIp,
     calls(expedited_1122_get, expedited_1122_set)},
    {IPPROTO_TCP, TCP_BSDURGENT, kFlag, kGetSet, kStream, kIp,
     calls(expedited_bsd_get, expedited_bsd_set)},
    {IPPROTO_TCP, TCP_KEEPIDLE, kNumber, kGetSet, kStream, kIp,
     linux_is(kTcp, lnx::kTcpKeepIdle, nullptr, keepalive_idle_set)},
    {IPPROTO_TCP, TCP_KEEPINTVL, kNumber, kGetSet, kStream, kIp,
     kept_in(Kept::keepalive_interval, keepalive_interval_get, keepalive_interval_set)},
    {IPPROTO_TCP, TCP_KEEPCNT, kNumber, kGetSet, kStream, kIp,
     kept_in(Kept::keepalive_count, keepalive_count_get, keepalive_count_set)},
    {IPPROTO_TCP, TCP_MAXSEG, kNumber, kGetSet, kStream, kIp, linux_is(kTcp, lnx::kTcpMaxSeg)},
    {IPPROTO_TCP, TCP_MAXRT, kNumber, kGetSet, kStream, kIp,
     calls(connect_timeout_get, connect_timeout_set)},
    {IPPROTO_TCP, TCP_MAXRTMS, kNumber, kGetSet, kStream, kIp,
     kept_in(Kept::connect_timeout_ms, nullptr, connect_timeout_ms_set)},
    {IPPROTO_TCP, TCP_TIMESTAMPS, kFlag, kGetSet, kStream, kIp,
     calls(timestamps_get, timestamps_set)},
    {IPPROTO_TCP, TCP_FASTOPEN, kFlag, kGetSet, kStream, kIp,
     kept_in(Kept::fast_open, nullptr, fast_open_set)},
    {IPPROTO_TCP, TCP_FAIL_CONNECT_ON_ICMP_ERROR, kFlag, kGetSet, kStream, kIp,
     kept_in(Kept::fail_connect_on_icmp)},
    {IPPROTO_TCP, TCP_ICMP_ERROR_INFO, kOpaque, kGet, kStream, kIp, opaque(icmp_error_get)},

    // ---- ipproto-udp-socket-options ----
    {IPPROTO_UDP, UDP_NOCHECKSUM, kFlag, kGetSet, kDatagram, kInet,
     linux_is(kSocket, lnx::kSoNoCheck)},
    {IPPROTO_UDP, UDP_CHECKSUM_COVERAGE, kFlag, kGetSet, kDatagram, kIp,
     calls(checksum_coverage_get, checksum_coverage_set)},
    {IPPROTO_UDP, UDP_SEND_MSG_SIZE, kNumber, kGetSet, kDatagram, kIp,
     linux_is(kUdp, lnx::kUdpSegment)},
    {IPPROTO_UDP, UDP_RECV_MAX_COALESCED_SIZE, kNumber, kGetSet, kDatagram, kIp,
     kept_in(Kept::coalesced_size, nullptr, coalesced_size_set)},

    // ---- ipproto-ip-socket-options; on AF_INET6 sockets for their IPv4 traffic ----
    {IPPROTO_IP, IP_OPTIONS, kOpaque, kGetSet, kAnyType, kInet,
     opaque(ip_options_get, ip_options_set)},
    {IPPROTO_IP, IP_HDRINCL, kFlag, kGetSet, kRaw, kInet, linux_is(kIp4, lnx::kIpHdrIncl)},
    {IPPROTO_IP, IP_TOS, kOctet, kGetSet, kAnyType, kIp, linux_is(kIp4, lnx::kIpTos)},
    {IPPROTO_IP, IP_TTL, kOctet, kGetSet, kAnyType, kIp,
     linux_is(kIp4, lnx::kIpTtl, nullptr, hop_limit_set)},
    {IPPROTO_IP, IP_MULTICAST_IF, kNumber, kGetSet, kMessages, kIp,
     calls(multicast_interface_get, multicast_interface_set)},
    {IPPROTO_IP, IP_MULTICAST_TTL, kOctet, kGetSet, kMessages, kIp,
     linux_is(kIp4, lnx::kIpMulticastTtl)},
    {IPPROTO_IP, IP_MULTICAST_LOOP, kFlag, kGetSet, kMessages, kIp,
     calls(multicast_loop_get, multicast_loop_set)},
    {IPPROTO_IP, IP_ADD_MEMBERSHIP, kOpaque, kSet, kMessages, kIp,
     opaque(nullptr, membership_set, kIp4, lnx::kIpAddMembership)},
    {IPPROTO_IP, IP_DROP_MEMBERSHIP, kOpaque, kSet, kMessages, kIp,
     opaque(nullptr, membership_set, kIp4, lnx::kIpDropMembership)},
    {IPPROTO_IP, IP_DONTFRAGMENT, kFlag, kGetSet, kMessages, kIp,
     linux_is(kIp4, lnx::kIpMtuDiscover, dont_fragment_get, dont_fragment_set)},
    {IPPROTO_IP, IP_ADD_SOURCE_MEMBERSHIP, kOpaque, kSet, kMessages, kIp,
     opaque(nullptr, source_membership_set, kIp4, lnx::kMcastJoinSourceGroup)},
    {IPPROTO_IP, IP_DROP_SOURCE_MEMBERSHIP, kOpaque, kSet, kMessages, kIp,
     opaque(nullptr, source_membership_set, kIp4, lnx::kMcastLeaveSourceGroup)},
    {IPPROTO_IP, IP_BLOCK_SOURCE, kOpaque, kSet, kMessages, kIp,
     opaque(nullptr, source_membership_set, kIp4, lnx::kMcastBlockSource)},
    {IPPROTO_IP, IP_UNBLOCK_SOURCE, kOpaque, kSet, kMessages, kIp,
     opaque(nullptr, source_membership_set, kIp4, lnx::kMcastUnblockSource)},
    {IPPROTO_IP, IP_PKTINFO, kWhole, kGetSet, kMessages, kIp,
     ancillary(Kept::v4_packet_info, kIp4, lnx::kIpPktInfo)},
    {IPPROTO_IP, IP_RECVTTL, kWhole, kGetSet, kMessages, kIp,
     ancillary(Kept::v4_hop_limit, kIp4, lnx::kIpRecvTtl)},
    {IPPROTO_IP, IP_RECEIVE_BROADCAST, kFlag, kGetSet, kMessages, kInet,
     calls(receive_broadcast_get, receive_broadcast_set)},
    {IPPROTO_IP, IP_RECVIF, kWhole, kGetSet, kMessages, kIp,
     ancillary(Kept::v4_receive_interface, kIp4, lnx::kIpPktInfo)},
    {IPPROTO_IP, IP_IFLIST, kFlag, kGetSet, kMessages, kIp,
     calls(interface_list_on_get, interface_list_on_set)},
    {IPPROTO_IP, IP_ADD_IFLIST, kNumber, kSet, kMessages, kIp, calls(nullptr, interface_list_add)},
    {IPPROTO_IP, IP_DEL_IFLIST, kNumber, kSet, kMessages, kIp,
     calls(nullptr, interface_list_remove)},
    {IPPROTO_IP, IP_GET_IFLIST, kOpaque, kGet, kMessages, kIp, opaque(interface_list_get)},
    {IPPROTO_IP, IP_UNICAST_IF, kNumber, kGetSet, kAnyType, kIp,
     linux_is(kIp4, lnx::kIpUnicastIf, unicast_interface_get, unicast_interface_set_network_order)},
    {IPPROTO_IP, IP_RECVTOS, kWhole, kGetSet, kDatagram, kIp,
     ancillary(Kept::v4_traffic_class, kIp4, lnx::kIpRecvTos)},
    {IPPROTO_IP, IP_ORIGINAL_ARRIVAL_IF, kWhole, kGetSet, kMessages, kIp,
     ancillary(Kept::v4_arrival_interface, kIp4, lnx::kIpPktInfo)},
    {IPPROTO_IP, IP_RECVECN, kWhole, kGetSet, kMessages, kIp,
     ancillary(Kept::v4_ecn, kIp4, lnx::kIpRecvTos)},
    {IPPROTO_IP, IP_MTU_DISCOVER, kNumber, kGetSet, kAnyType, kIp,
     linux_is(kIp4, lnx::kIpMtuDiscover, path_mtu_discovery_get, path_mtu_discovery_set)},
    {IPPROTO_IP, IP_MTU, kNumber, kGet, kAnyType, kIp, linux_is(kIp4, lnx::kIpMtu)},
    {IPPROTO_IP, IP_USER_MTU, kNumber, kGetSet, kAnyType, kIp, calls(user_mtu_get, user_mtu_set)},
    {IPPROTO_IP, MCAST_JOIN_GROUP, kOpaque, kSet, kMessages, kIp,
     opaque(nullptr, group_set, kIp4, lnx::kMcastJoinGroup)},
    {IPPROTO_IP, MCAST_LEAVE_GROUP, kOpaque, kSet, kMessages, kIp,
     opaque(nullptr, group_set, kIp4, lnx::kMcastLeaveGroup)},
    {IPPROTO_IP, MCAST_BLOCK_SOURCE, kOpaque, kSet, kMessages, kIp,
     opaque(nullptr, group_source_set, kIp4, lnx::kMcastBlockSource)},
    {IPPROTO_IP, MCAST_UNBLOCK_SOURCE, kOpaque, kSet, kMessages, kIp,
     opaque(nullptr, group_source_set, kIp4, lnx::kMcastUnblockSource)},
    {IPPROTO_IP, MCAST_JOIN_SOURCE_GROUP, kOpaque, kSet, kMessages, kIp,
     opaque(nullptr, group_source_set, kIp4, lnx::kMcastJoinSourceGroup)},
    {IPPROTO_IP, MCAST_LEAVE_SOURCE_GROUP, kOpaque, kSet, kMessages, kIp,
     opaque(nullptr, group_source_set, kIp4, lnx::kMcastLeaveSourceGroup)},

    // ---- ipproto-ipv6-socket-options ----
    {IPPROTO_IPV6, IPV6_HDRINCL, kFlag, kGetSet, kMessages, kInet6,
     linux_is(kIp6, lnx::kIpv6HdrIncl, header_included_get, header_included_set)},
    {IPPROTO_IPV6, IPV6_UNICAST_HOPS, kOctet, kGetSet, kAnyType, kInet6,
     linux_is(kIp6, lnx::kIpv6UnicastHops)},
    {IPPROTO_IPV6, IPV6_MULTICAST_IF, kNumber, kGetSet, kMessages, kInet6,
     linux_is(kIp6, lnx::kIpv6MulticastIf)},
    {IPPROTO_IPV6, IPV6_MULTICAST_HOPS, kOctet, kGetSet, kMessages, kInet6,
     linux_is(kIp6, lnx::kIpv6MulticastHops)},
    {IPPROTO_IPV6, IPV6_MULTICAST_LOOP, kFlag, kGetSet, kMessages, kInet6,
     calls(multicast_loop_get, multicast_loop_set)},
    {IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, kOpaque, kSet, kMessages, kInet6,
     opaque(nullptr, membership6_set, kIp6, lnx::kIpv6AddMembership)},
    {IPPROTO_IPV6, IPV6_DROP_MEMBERSHIP, kOpaque, kSet, kMessages, kInet6,
     opaque(nullptr, membership6_set, kIp6, lnx::kIpv6DropMembership)},
    {IPPROTO_IPV6, IPV6_DONTFRAG, kFlag, kGetSet, kMessages, kInet6,
     linux_is(kIp6, lnx::kIpv6DontFrag)},
    {IPPROTO_IPV6, IPV6_PKTINFO, kWhole, kGetSet, kMessages, kInet6,
     ancillary(Kept::v6_packet_info, kIp6, lnx::kIpv6RecvPktInfo)},
    {IPPROTO_IPV6, IPV6_HOPLIMIT, kWhole, kGetSet, kMessages, kInet6,
     ancillary(Kept::v6_hop_limit, kIp6, lnx::kIpv6RecvHopLimit)},
    {IPPROTO_IPV6, IPV6_PROTECTION_LEVEL, kNumber, kGetSet, kAnyType, kInet6,
     kept_in(Kept::protection_level, protection_level_get, protection_level_set)},
    {IPPROTO_IPV6, IPV6_RECVIF, kWhole, kGetSet, kMessages, kInet6,
     ancillary(Kept::v6_receive_interface, kIp6, lnx::kIpv6RecvPktInfo)},
    {IPPROTO_IPV6, IPV6_CHECKSUM, kNumber, kGetSet, kRaw, kInet6,
     linux_is(kIp6, lnx::kIpv6Checksum)},
    {IPPROTO_IPV6, IPV6_V6ONLY, kFlag, kGetSet, kAnyType, kInet6,
     linux_is(kIp6, lnx::kIpv6V6Only, ipv6_only_get, ipv6_only_set)},
    {IPPROTO_IPV6, IPV6_IFLIST, kFlag, kGetSet, kMessages, kInet6,
     calls(interface_list_on_get, interface_list_on_set)},
    {IPPROTO_IPV6, IPV6_ADD_IFLIST, kNumber, kSet, kMessages, kInet6,
     calls(nullptr, interface_list_add)},
    {IPPROTO_IPV6, IPV6_DEL_IFLIST, kNumber, kSet, kMessages, kInet6,
     calls(nullptr, interface_list_remove)},
    {IPPROTO_IPV6, IPV6_GET_IFLIST, kOpaque, kGet, kMessages, kInet6, opaque(interface_list_get)},
    {IPPROTO_IPV6, IPV6_UNICAST_IF, kNumber, kGetSet, kAnyType, kInet6,
     linux_is(kIp6, lnx::kIpv6UnicastIf, unicast_interface_get, unicast_interface_set)},
    {IPPROTO_IPV6, IPV6_RECVTCLASS, kWhole, kGetSet, kDatagram, kInet6,
     ancillary(Kept::v6_traffic_class, kIp6, lnx::kIpv6RecvTClass)},
    {IPPROTO_IPV6, IP_ORIGINAL_ARRIVAL_IF, kWhole, kGetSet, kMessages, kInet6,
     ancillary(Kept::v6_arrival_interface, kIp6, lnx::kIpv6RecvPktInfo)},
    {IPPROTO_IPV6, IPV6_RECVECN, kWhole, kGetSet, kMessages, kInet6,
     ancillary(Kept::v6_ecn, kIp6, lnx::kIpv6RecvTClass)},
    {IPPROTO_IPV6, IPV6_MTU_DISCOVER, kNumber, kGetSet, kAnyType, kInet6,
     linux_is(kIp6, lnx::kIpv6MtuDiscover, path_mtu_discovery_get, path_mtu_discovery_set)},
    {IPPROTO_IPV6, IPV6_MTU, kNumber, kGet, kAnyType, kInet6, linux_is(kIp6, lnx::kIpv6Mtu)},
    {IPPROTO_IPV6, IPV6_USER_MTU, kNumber, kGetSet, kAnyType, kInet6,
     calls(user_mtu_get, user_mtu_set)},
    {IPPROTO_IPV6, MCAST_JOIN_GROUP, kOpaque, kSet, kMessages, kInet6,
     opaque(nullptr, group_set, kIp6, lnx::kMcastJoinGroup)},
    {IPPROTO_IPV6, MCAST_LEAVE_GROUP, kOpaque, kSet, kMessages, kInet6,
     opaque(nullptr, group_set, kIp6, lnx::kMcastLeaveGroup)},
    {IPPROTO_IPV6, MCAST_BLOCK_SOURCE, kOpaque, kSet, kMessages, kInet6,
     opaque(nullptr, group_source_set, kIp6, lnx::kMcastBlockSource)},
    {IPPROTO_IPV6, MCAST_UNBLOCK_SOURCE, kOpaque, kSet, kMessages, kInet6,
     opaque(nullptr, group_source_set, kIp6, lnx::kMcastUnblockSource)},
    {IPPROTO_IPV6, MCAST_JOIN_SOURCE_GROUP, kOpaque, kSet, kMessages, kInet6,
     opaque(nullptr, group_source_set, kIp6, lnx::kMcastJoinSourceGroup)},
    {IPPROTO_IPV6, MCAST_LEAVE_SOURCE_GROUP, kOpaque, kSet, kMessages, kInet6,
     opaque(nullptr, group_source_set, kIp6, lnx::kMcastLeaveSourceGroup)},
};

bool level_is_known(int level) {
    switch (level) {
        case SOL_SOCKET:
        case IPPROTO_IP:
        case IPPROTO_IPV6:
        case IPPROTO_TCP:
        case IPPROTO_UDP:
            return true;
        default:
            return false;
    }
}

}  // namespace

uint8_t option_type_bit(int type) {
    switch (type) {
        case SOCK_STREAM:
            return Option::kStream;
        case SOCK_DGRAM:
            return Option::kDatagram;
        default:
            return Option::kRaw;
    }
}

uint8_t option_family_bit(int family) {
    switch (family) {
        case AF_INET:
            return Option::kInet;
        case AF_INET6:
            return Option::kInet6;
        default:
            return Option::kUnix;
    }
}

int option_find(const Socket& socket, int level, int name, uint8_t access, const Option** option) {
    if (!level_is_known(level))
        return WSAEINVAL;
    for (const Option& row : kOptions) {
        if (row.level != level || row.name != name)
            continue;
        if (!(row.access & access) || !(row.families & option_family_bit(socket.family)))
            return WSAENOPROTOOPT;
        // The page of IP_PKTINFO says WSAENOPROTOOPT; for the others of their levels the
        // documentation is silent, and black-box runs of the system say WSAEINVAL.
        if (!(row.types & option_type_bit(socket.type)))
            return (level == IPPROTO_IP || level == IPPROTO_IPV6) && name != IP_PKTINFO
                       ? WSAEINVAL
                       : WSAENOPROTOOPT;
        *option = &row;
        return 0;
    }
    return WSAENOPROTOOPT;
}

int option_kernel_get(const Socket& socket, int linux_level, int linux_name, int* value) {
    unsigned length = sizeof *value;
    return lnx::sys_getsockopt(socket.fd, linux_level, linux_name, value, &length) == 0
               ? 0
               : error_from_errno(errno);
}

int option_kernel_set(const Socket& socket, int linux_level, int linux_name, int value) {
    if (lnx::sys_setsockopt(socket.fd, linux_level, linux_name, &value, sizeof value) == 0)
        return 0;
    return errno == EDOM || errno == ERANGE ? WSAEINVAL : error_from_errno(errno);
}

bool option_ancillary_wanted(const Socket& socket, int linux_level, int linux_name) {
    bool packet_info = linux_level == lnx::kIpProtoIp ? linux_name == lnx::kIpPktInfo
                                                      : linux_name == lnx::kIpv6RecvPktInfo;
    if (packet_info && socket.kept.get(Kept::message_receiver) != 0)
        return true;
    for (const Option& row : kOptions) {
        if (row.place.kept != Kept::count && row.place.linux_level == linux_level &&
            row.place.linux_name == linux_name && socket.kept.get(row.place.kept) != 0)
            return true;
    }
    return false;
}

}  // namespace berth::kernel

// Holds linux_option.h against the system's own headers. Compiles to nothing.
#include "providers/kernel/linux_option.h"

#include <cstddef>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <sys/socket.h>

namespace berth::lnx {

#define SAME(ours, theirs) static_assert((ours) == (theirs))
SAME(kSoNoCheck, SO_NO_CHECK);
SAME(kSoPeerCred, SO_PEERCRED);
SAME(kSoPriority, SO_PRIORITY);
SAME(kSoMaxPacingRate, SO_MAX_PACING_RATE);
SAME(kSoIncomingCpu, SO_INCOMING_CPU);
SAME(kSoAttachFilter, SO_ATTACH_FILTER);
SAME(kSoDetachFilter, SO_DETACH_FILTER);
SAME(kSoPeekOff, SO_PEEK_OFF);

SAME(kIpTos, IP_TOS);
SAME(kIpTtl, IP_TTL);
SAME(kIpHdrIncl, IP_HDRINCL);
SAME(kIpOptions, IP_OPTIONS);
SAME(kIpPktInfo, IP_PKTINFO);
SAME(kIpMtuDiscover, IP_MTU_DISCOVER);
SAME(kIpRecvErr, IP_RECVERR);
SAME(kIpRecvTtl, IP_RECVTTL);
SAME(kIpRecvTos, IP_RECVTOS);
SAME(kIpMtu, IP_MTU);
SAME(kIpBindAddressNoPort, IP_BIND_ADDRESS_NO_PORT);
SAME(kIpMulticastIf, IP_MULTICAST_IF);
SAME(kIpMulticastTtl, IP_MULTICAST_TTL);
SAME(kIpMulticastLoop, IP_MULTICAST_LOOP);
SAME(kIpAddMembership, IP_ADD_MEMBERSHIP);
SAME(kIpDropMembership, IP_DROP_MEMBERSHIP);
SAME(kIpUnblockSource, IP_UNBLOCK_SOURCE);
SAME(kIpBlockSource, IP_BLOCK_SOURCE);
SAME(kIpAddSourceMembership, IP_ADD_SOURCE_MEMBERSHIP);
SAME(kIpDropSourceMembership, IP_DROP_SOURCE_MEMBERSHIP);
SAME(kMcastJoinGroup, MCAST_JOIN_GROUP);
SAME(kMcastBlockSource, MCAST_BLOCK_SOURCE);
SAME(kMcastUnblockSource, MCAST_UNBLOCK_SOURCE);
SAME(kMcastLeaveGroup, MCAST_LEAVE_GROUP);
SAME(kMcastJoinSourceGroup, MCAST_JOIN_SOURCE_GROUP);
SAME(kMcastLeaveSourceGroup, MCAST_LEAVE_SOURCE_GROUP);
SAME(kIpMsFilter, IP_MSFILTER);
SAME(kMcastMsFilter, MCAST_MSFILTER);
SAME(kIpMulticastAll, IP_MULTICAST_ALL);
SAME(kIpUnicastIf, IP_UNICAST_IF);
SAME(kPmtuDont, IP_PMTUDISC_DONT);
SAME(kPmtuWant, IP_PMTUDISC_WANT);
SAME(kPmtuDo, IP_PMTUDISC_DO);
SAME(kPmtuProbe, IP_PMTUDISC_PROBE);

SAME(kIpv6Checksum, IPV6_CHECKSUM);
SAME(kIpv6UnicastHops, IPV6_UNICAST_HOPS);
SAME(kIpv6MulticastIf, IPV6_MULTICAST_IF);
SAME(kIpv6MulticastHops, IPV6_MULTICAST_HOPS);
SAME(kIpv6MulticastLoop, IPV6_MULTICAST_LOOP);
SAME(kIpv6AddMembership, IPV6_JOIN_GROUP);
SAME(kIpv6DropMembership, IPV6_LEAVE_GROUP);
SAME(kIpv6MtuDiscover, IPV6_MTU_DISCOVER);
SAME(kIpv6Mtu, IPV6_MTU);
SAME(kIpv6RecvErr, IPV6_RECVERR);
SAME(kIpv6MulticastAll, IPV6_MULTICAST_ALL);
SAME(kIpv6HdrIncl, IPV6_HDRINCL);
SAME(kIpv6RecvPktInfo, IPV6_RECVPKTINFO);
SAME(kIpv6PktInfo, IPV6_PKTINFO);
SAME(kIpv6RecvHopLimit, IPV6_RECVHOPLIMIT);
SAME(kIpv6HopLimit, IPV6_HOPLIMIT);
SAME(kIpv6DontFrag, IPV6_DONTFRAG);
SAME(kIpv6RecvTClass, IPV6_RECVTCLASS);
SAME(kIpv6TClass, IPV6_TCLASS);
// The system's headers for programs lack IPV6_UNICAST_IF; it is 76 since Linux 3.4.

SAME(kTcpNoDelay, TCP_NODELAY);
SAME(kTcpMaxSeg, TCP_MAXSEG);
SAME(kTcpKeepIdle, TCP_KEEPIDLE);
SAME(kTcpKeepIntvl, TCP_KEEPINTVL);
SAME(kTcpKeepCnt, TCP_KEEPCNT);
SAME(kTcpWindowClamp, TCP_WINDOW_CLAMP);
SAME(kTcpQuickAck, TCP_QUICKACK);
SAME(kTcpCongestion, TCP_CONGESTION);
SAME(kTcpFastOpen, TCP_FASTOPEN);
SAME(kUdpSegment, UDP_SEGMENT);
SAME(kUdpGro, UDP_GRO);

SAME(sizeof(IpMreqn), sizeof(ip_mreqn));
SAME(offsetof(IpMreqn, index), offsetof(ip_mreqn, imr_ifindex));
SAME(sizeof(IpMreqSource), sizeof(ip_mreq_source));
SAME(offsetof(IpMreqSource, source), offsetof(ip_mreq_source, imr_sourceaddr));
SAME(sizeof(InPktInfo), sizeof(in_pktinfo));
SAME(offsetof(InPktInfo, destination), offsetof(in_pktinfo, ipi_addr));
SAME(sizeof(In6PktInfo), sizeof(in6_pktinfo));
SAME(offsetof(In6PktInfo, index), offsetof(in6_pktinfo, ipi6_ifindex));
#undef SAME

}  // namespace berth::lnx

// Linux' numbers for socket options, beside those that linux.h has. linux_option.cpp holds them
// against the system's own headers.
#pragma once

#include <cstdint>

#include "providers/kernel/linux.h"

namespace berth::lnx {

inline constexpr int kSoNoCheck = 11, kSoPriority = 12, kSoPeerCred = 17, kSoMaxPacingRate = 47,
                     kSoIncomingCpu = 49, kSoAttachFilter = 26, kSoDetachFilter = 27,
                     kSoPeekOff = 42;

inline constexpr int kIpTos = 1, kIpTtl = 2, kIpHdrIncl = 3, kIpOptions = 4, kIpPktInfo = 8,
                     kIpMtuDiscover = 10, kIpRecvErr = 11, kIpRecvTtl = 12, kIpRecvTos = 13,
                     kIpMtu = 14, kIpBindAddressNoPort = 24, kIpMulticastIf = 32,
                     kIpMulticastTtl = 33, kIpMulticastLoop = 34, kIpAddMembership = 35,
                     kIpDropMembership = 36, kIpUnblockSource = 37, kIpBlockSource = 38,
                     kIpAddSourceMembership = 39, kIpDropSourceMembership = 40,
                     kMcastJoinGroup = 42, kMcastBlockSource = 43, kMcastUnblockSource = 44,
                     kMcastLeaveGroup = 45, kMcastJoinSourceGroup = 46, kMcastLeaveSourceGroup = 47,
                     kIpMsFilter = 41, kMcastMsFilter = 48, kIpMulticastAll = 49, kIpUnicastIf = 50;
inline constexpr int kPmtuDont = 0, kPmtuWant = 1, kPmtuDo = 2, kPmtuProbe = 3;

inline constexpr int kIpv6Checksum = 7, kIpv6UnicastHops = 16, kIpv6MulticastIf = 17,
                     kIpv6MulticastHops = 18, kIpv6MulticastLoop = 19, kIpv6AddMembership = 20,
                     kIpv6DropMembership = 21, kIpv6MtuDiscover = 23, kIpv6Mtu = 24,
                     kIpv6RecvErr = 25, kIpv6MulticastAll = 29, kIpv6HdrIncl = 36,
                     kIpv6RecvPktInfo = 49, kIpv6PktInfo = 50, kIpv6RecvHopLimit = 51,
                     kIpv6HopLimit = 52, kIpv6DontFrag = 62, kIpv6RecvTClass = 66, kIpv6TClass = 67,
                     kIpv6UnicastIf = 76;

inline constexpr int kTcpNoDelay = 1, kTcpMaxSeg = 2, kTcpKeepIdle = 4, kTcpKeepIntvl = 5,
                     kTcpKeepCnt = 6, kTcpWindowClamp = 10, kTcpQuickAck = 12, kTcpCongestion = 13,
                     kTcpFastOpen = 23;
inline constexpr int kTcpKeepCntLargest = 127;

inline constexpr int kUdpSegment = 103, kUdpGro = 104;

struct IpMreqn {
    uint32_t group;
    uint32_t address;
    int index;
};
struct IpMreqSource {  // Windows' has the last two the other way round
    uint32_t group;
    uint32_t interface;
    uint32_t source;
};
struct InPktInfo {
    int index;
    uint32_t local;
    uint32_t destination;
};
struct In6PktInfo {
    uint8_t address[16];
    int index;
};

}  // namespace berth::lnx

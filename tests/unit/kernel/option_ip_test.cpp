// Options of the levels IPPROTO_TCP, IPPROTO_UDP, IPPROTO_IP and IPPROTO_IPV6.
#include "option_sockets.h"

#include <vector>

#include "mswsock.h"

using namespace berth::test;

extern "C" int linux_setsockopt(int, int, int, const void*, unsigned) __asm__("setsockopt");

namespace {

// The kernel drops whatever comes for the socket, acknowledgements included.
int deafen(int fd) {
    constexpr int kSolSocket = 1, kAttachFilter = 26;
    struct {
        uint16_t code;
        uint8_t if_true, if_false;
        uint32_t operand;
    } drop{0x06, 0, 0, 0};
    const struct {
        uint16_t count;
        const void* first;
    } program{1, &drop};
    return linux_setsockopt(fd, kSolSocket, kAttachFilter, &program, sizeof program);
}

class IpOption : public ::testing::Test {
    Winsock winsock;

  protected:
    OwnedSocket tcp{AF_INET, SOCK_STREAM};
    OwnedSocket udp{AF_INET, SOCK_DGRAM};
    OwnedSocket udp6{AF_INET6, SOCK_DGRAM};
};

TEST_F(IpOption, NoDelay) {
    EXPECT_EQ(option_get(tcp, IPPROTO_TCP, TCP_NODELAY), 0);
    EXPECT_EQ(option_set<char>(tcp, IPPROTO_TCP, TCP_NODELAY, 1), 0);
    EXPECT_EQ(option_get(tcp, IPPROTO_TCP, TCP_NODELAY), 1);
}

TEST_F(IpOption, TcpOptionsAreNotForUdp) {
    EXPECT_EQ(option_get_code(udp, IPPROTO_TCP, TCP_NODELAY), WSAENOPROTOOPT);
    EXPECT_EQ(option_set(udp, IPPROTO_TCP, TCP_NODELAY, 1), WSAENOPROTOOPT);
}

TEST_F(IpOption, KeepAliveHasWindowsDefaults) {
    EXPECT_EQ(option_get(tcp, IPPROTO_TCP, TCP_KEEPIDLE), 7200);
    EXPECT_EQ(option_get(tcp, IPPROTO_TCP, TCP_KEEPINTVL), 1);
    EXPECT_EQ(option_get(tcp, IPPROTO_TCP, TCP_KEEPCNT), 10);
}

TEST_F(IpOption, KeepAliveAsSet) {
    EXPECT_EQ(option_set(tcp, IPPROTO_TCP, TCP_KEEPIDLE, 30), 0);
    EXPECT_EQ(option_set(tcp, IPPROTO_TCP, TCP_KEEPINTVL, 7), 0);
    EXPECT_EQ(option_set(tcp, IPPROTO_TCP, TCP_KEEPCNT, 200), 0);
    EXPECT_EQ(option_set(tcp, SOL_SOCKET, SO_KEEPALIVE, 1), 0);
    EXPECT_EQ(option_get(tcp, IPPROTO_TCP, TCP_KEEPALIVE), 30);
    EXPECT_EQ(option_get(tcp, IPPROTO_TCP, TCP_KEEPINTVL), 7);
    EXPECT_EQ(option_get(tcp, IPPROTO_TCP, TCP_KEEPCNT), 200);
    EXPECT_EQ(option_set(tcp, IPPROTO_TCP, TCP_KEEPCNT, 256), WSAEINVAL);
}

// "WSAENETRESET is returned to any calls in progress on the socket, and any subsequent calls will
// fail with WSAENOTCONN." Two seconds, the least that keep-alive takes.
TEST_F(IpOption, KeepAliveBreaksTheConnection) {
    Pair pair = tcp_pair();
    for (int name : {TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT})
        ASSERT_EQ(option_set(pair.client, IPPROTO_TCP, name, 1), 0);
    ASSERT_EQ(option_set(pair.client, SOL_SOCKET, SO_KEEPALIVE, 1), 0);
    ASSERT_EQ(deafen(static_cast<int>(SOCKET{pair.server})), 0);
    char byte = 0;
    EXPECT_EQ(code_of(recv(pair.client, &byte, 1, 0)), WSAENETRESET);
    EXPECT_EQ(code_of(recv(pair.client, &byte, 1, 0)), WSAENOTCONN);
    EXPECT_EQ(code_of(send(pair.client, &byte, 1, 0)), WSAENOTCONN);
}

TEST_F(IpOption, ConnectTimeout) {
    EXPECT_EQ(option_get(tcp, IPPROTO_TCP, TCP_MAXRT), -1);
    EXPECT_EQ(option_set(tcp, IPPROTO_TCP, TCP_MAXRT, 5), 0);
    EXPECT_EQ(option_get(tcp, IPPROTO_TCP, TCP_MAXRT), 5);
    EXPECT_EQ(option_get(tcp, IPPROTO_TCP, TCP_MAXRTMS), 5000);
    EXPECT_EQ(option_set(tcp, IPPROTO_TCP, TCP_MAXRT, -1), 0);
    EXPECT_EQ(option_get(tcp, IPPROTO_TCP, TCP_MAXRT), -1);
    EXPECT_EQ(option_set(tcp, IPPROTO_TCP, TCP_MAXRT, -7), WSAEINVAL);
}

TEST_F(IpOption, UrgentDataAsBsdHasIt) {
    EXPECT_EQ(option_get(tcp, IPPROTO_TCP, TCP_BSDURGENT), 1);
    EXPECT_EQ(option_get(tcp, IPPROTO_TCP, TCP_EXPEDITED_1122), 0);
    EXPECT_EQ(option_set(tcp, IPPROTO_TCP, TCP_BSDURGENT, 1), 0);
    EXPECT_EQ(option_set(tcp, IPPROTO_TCP, TCP_EXPEDITED_1122, 1), WSAENOPROTOOPT);
}

TEST_F(IpOption, Timestamps) {
    EXPECT_EQ(option_set(tcp, IPPROTO_TCP, TCP_TIMESTAMPS, 1), 0);
    EXPECT_EQ(option_get(tcp, IPPROTO_TCP, TCP_TIMESTAMPS), 1);
}

TEST_F(IpOption, FastOpen) {
    EXPECT_EQ(option_get(tcp, IPPROTO_TCP, TCP_FASTOPEN), 0);
    EXPECT_EQ(option_set(tcp, IPPROTO_TCP, TCP_FASTOPEN, 1), 0);
    EXPECT_EQ(option_get(tcp, IPPROTO_TCP, TCP_FASTOPEN), 1);
}

TEST_F(IpOption, UdpChecksum) {
    EXPECT_EQ(option_get(udp, IPPROTO_UDP, UDP_CHECKSUM_COVERAGE), 1);
    EXPECT_EQ(option_set(udp, IPPROTO_UDP, UDP_NOCHECKSUM, 1), 0);
    EXPECT_EQ(option_get(udp, IPPROTO_UDP, UDP_NOCHECKSUM), 1);
    EXPECT_EQ(option_get(udp, IPPROTO_UDP, UDP_CHECKSUM_COVERAGE), 0);
    EXPECT_EQ(option_set(udp6, IPPROTO_UDP, UDP_NOCHECKSUM, 1), WSAENOPROTOOPT);
}

TEST_F(IpOption, UdpSegmentsABuffer) {
    OwnedSocket receiver(AF_INET, SOCK_DGRAM);
    sockaddr_in address = bind_loopback(receiver);
    EXPECT_EQ(option_set(udp, IPPROTO_UDP, UDP_SEND_MSG_SIZE, 4), 0);
    EXPECT_EQ(option_get(udp, IPPROTO_UDP, UDP_SEND_MSG_SIZE), 4);
    ASSERT_EQ(
        sendto(udp, "abcdefghij", 10, 0, reinterpret_cast<sockaddr*>(&address), sizeof address),
        10);
    char buffer[16];
    EXPECT_EQ(recv(receiver, buffer, sizeof buffer, 0), 4);
    EXPECT_EQ(recv(receiver, buffer, sizeof buffer, 0), 4);
    EXPECT_EQ(recv(receiver, buffer, sizeof buffer, 0), 2);
}

TEST_F(IpOption, UdpCoalescedSizeIsKept) {
    EXPECT_EQ(option_get(udp, IPPROTO_UDP, UDP_RECV_MAX_COALESCED_SIZE), 0);
    EXPECT_EQ(option_set(udp, IPPROTO_UDP, UDP_RECV_MAX_COALESCED_SIZE, 65535), 0);
    EXPECT_EQ(option_get(udp, IPPROTO_UDP, UDP_RECV_MAX_COALESCED_SIZE), 65535);
}

TEST_F(IpOption, TimeToLive) {
    EXPECT_EQ(option_set(udp, IPPROTO_IP, IP_TTL, 9), 0);
    EXPECT_EQ(option_get(udp, IPPROTO_IP, IP_TTL), 9);
    EXPECT_EQ(option_set<unsigned char>(udp, IPPROTO_IP, IP_TTL, 200), 0);
    EXPECT_EQ(option_get(udp, IPPROTO_IP, IP_TTL), 200);
    EXPECT_EQ(option_set(udp, IPPROTO_IP, IP_TTL, 0), WSAEINVAL);
    EXPECT_EQ(option_set(udp, IPPROTO_IP, IP_TTL, 256), WSAEINVAL);
    EXPECT_EQ(option_set(udp6, IPPROTO_IPV6, IPV6_UNICAST_HOPS, 17), 0);
    EXPECT_EQ(option_get(udp6, IPPROTO_IPV6, IPV6_UNICAST_HOPS), 17);
}

TEST_F(IpOption, MulticastDefaults) {
    EXPECT_EQ(option_get(udp, IPPROTO_IP, IP_MULTICAST_TTL), 1);
    EXPECT_EQ(option_get(udp, IPPROTO_IP, IP_MULTICAST_LOOP), 1);
    EXPECT_EQ(option_get(udp, IPPROTO_IP, IP_MULTICAST_IF), 0);
    EXPECT_EQ(option_get(udp6, IPPROTO_IPV6, IPV6_MULTICAST_HOPS), 1);
    EXPECT_EQ(option_get(udp6, IPPROTO_IPV6, IPV6_MULTICAST_LOOP), 1);
}

TEST_F(IpOption, MulticastIsForMessages) {
    EXPECT_EQ(option_set(tcp, IPPROTO_IP, IP_MULTICAST_TTL, 1), WSAEINVAL);
    EXPECT_EQ(option_get_code(tcp, IPPROTO_IP, IP_PKTINFO), WSAENOPROTOOPT);
    EXPECT_EQ(option_get_code(udp, IPPROTO_IP, IP_HDRINCL), WSAEINVAL);
}

TEST_F(IpOption, Ipv6OptionsAreNotForIpv4) {
    EXPECT_EQ(option_get_code(udp, IPPROTO_IPV6, IPV6_UNICAST_HOPS), WSAENOPROTOOPT);
    EXPECT_EQ(option_set(udp, IPPROTO_IPV6, IPV6_V6ONLY, 0), WSAENOPROTOOPT);
}

TEST_F(IpOption, NoMulticastInterfaceIsTheDefault) {
    ASSERT_EQ(option_set(udp6, IPPROTO_IPV6, IPV6_MULTICAST_IF, 1), 0);
    EXPECT_EQ(setsockopt(udp6, IPPROTO_IPV6, IPV6_MULTICAST_IF, nullptr, sizeof(DWORD)), 0);
    EXPECT_EQ(option_get(udp6, IPPROTO_IPV6, IPV6_MULTICAST_IF), 0);
    ASSERT_EQ(option_set<DWORD>(udp, IPPROTO_IP, IP_MULTICAST_IF, htonl(1)), 0);
    EXPECT_EQ(setsockopt(udp, IPPROTO_IP, IP_MULTICAST_IF, nullptr, sizeof(DWORD)), 0);
    EXPECT_EQ(option_get(udp, IPPROTO_IP, IP_MULTICAST_IF), 0);
}

TEST_F(IpOption, MulticastInterfaceByAddressAndByIndex) {
    EXPECT_EQ(option_set<DWORD>(udp, IPPROTO_IP, IP_MULTICAST_IF, htonl(INADDR_LOOPBACK)), 0);
    int index = option_get(udp, IPPROTO_IP, IP_MULTICAST_IF);
    EXPECT_GT(index, 0);
    EXPECT_EQ(option_set<DWORD>(udp, IPPROTO_IP, IP_MULTICAST_IF, 0), 0);
    EXPECT_EQ(option_get(udp, IPPROTO_IP, IP_MULTICAST_IF), 0);
    EXPECT_EQ(
        option_set<DWORD>(udp, IPPROTO_IP, IP_MULTICAST_IF, htonl(static_cast<u_long>(index))), 0);
    EXPECT_EQ(option_get(udp, IPPROTO_IP, IP_MULTICAST_IF), index);
    EXPECT_EQ(option_set<DWORD>(udp, IPPROTO_IP, IP_MULTICAST_IF, htonl(0xc0000201)),
              WSAEADDRNOTAVAIL);
}

TEST_F(IpOption, UnicastInterfaceIsSetInNetworkOrderAndToldInHostOrder) {
    option_set<DWORD>(udp, IPPROTO_IP, IP_MULTICAST_IF, htonl(INADDR_LOOPBACK));
    int index = option_get(udp, IPPROTO_IP, IP_MULTICAST_IF);
    EXPECT_EQ(option_set<DWORD>(udp, IPPROTO_IP, IP_UNICAST_IF, htonl(static_cast<u_long>(index))),
              0);
    EXPECT_EQ(option_get(udp, IPPROTO_IP, IP_UNICAST_IF), index);
    EXPECT_EQ(option_set(udp6, IPPROTO_IPV6, IPV6_UNICAST_IF, index), 0);
    EXPECT_EQ(option_get(udp6, IPPROTO_IPV6, IPV6_UNICAST_IF), index);
    EXPECT_EQ(option_set<DWORD>(udp, IPPROTO_IP, IP_UNICAST_IF, htonl(0x00fffffe)), WSAEINVAL);
}

TEST_F(IpOption, MembershipOfABadGroup) {
    ip_mreq request{};
    request.imr_multiaddr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(option_set(udp, IPPROTO_IP, IP_ADD_MEMBERSHIP, request), WSAEINVAL);
    EXPECT_EQ(option_set(udp, IPPROTO_IP, IP_ADD_MEMBERSHIP, request, 4), WSAEFAULT);
}

// multicast-socket-option-behavior: what a second option says to the first.
TEST_F(IpOption, MembershipsThatConflict) {
    const auto change = [](SOCKET s, int name, int source) {
        IP_MREQ_SOURCE request{};
        request.imr_multiaddr.s_addr = htonl(0xefff0109);
        request.imr_interface.s_addr = htonl(INADDR_LOOPBACK);
        request.imr_sourceaddr.s_addr = htonl(static_cast<u_long>(0x0a000000 + source));
        if (name != IP_ADD_MEMBERSHIP && name != IP_DROP_MEMBERSHIP)
            return option_set(s, IPPROTO_IP, name, request);
        const IP_MREQ all{request.imr_multiaddr, request.imr_interface};
        return option_set(s, IPPROTO_IP, name, all);
    };
    struct Row {
        std::vector<int> before;
        int name, code;
    };
    constexpr int kAdd = IP_ADD_MEMBERSHIP, kDrop = IP_DROP_MEMBERSHIP,
                  kAddSource = IP_ADD_SOURCE_MEMBERSHIP, kDropSource = IP_DROP_SOURCE_MEMBERSHIP,
                  kBlock = IP_BLOCK_SOURCE, kUnblock = IP_UNBLOCK_SOURCE;
    const Row rows[] = {
        {{kAdd}, kAdd, WSAEADDRNOTAVAIL},
        {{kAdd}, kAddSource, WSAEADDRNOTAVAIL},
        {{kAdd}, kDropSource, WSAEINVAL},
        {{kAdd}, kUnblock, WSAEINVAL},
        {{kAdd, kDrop}, kDrop, WSAEINVAL},
        {{kAdd, kDrop}, kDropSource, WSAEINVAL},
        {{kAddSource}, kAdd, WSAEADDRNOTAVAIL},
        {{kAddSource}, kAddSource, WSAEADDRNOTAVAIL},
        {{kAddSource}, kUnblock, WSAEINVAL},
        {{kAddSource, kDropSource}, kUnblock, WSAEINVAL},
        {{kAddSource, kDropSource}, kDropSource, WSAEADDRNOTAVAIL},
        {{kAdd, kBlock}, kBlock, WSAEADDRNOTAVAIL},
        {{kAdd, kBlock}, kAddSource, WSAEINVAL},
        {{kAdd, kBlock}, kAdd, WSAEINVAL},
        {{kAdd, kBlock, kUnblock}, kUnblock, WSAEADDRNOTAVAIL},
        {{kAddSource, kDropSource, kAdd, kDrop}, kDropSource, WSAEINVAL},
    };
    int number = 0;
    for (const Row& row : rows) {
        SCOPED_TRACE(number++);
        const OwnedSocket s(AF_INET, SOCK_DGRAM);
        for (const int name : row.before)
            EXPECT_EQ(change(s, name, 5), 0);
        EXPECT_EQ(change(s, row.name, 5), row.code);
    }
}

TEST_F(IpOption, GroupRequestOfTheOtherFamily) {
    GROUP_REQ request{};
    request.gr_group.ss_family = AF_INET6;
    EXPECT_EQ(option_set(udp, IPPROTO_IP, MCAST_JOIN_GROUP, request), WSAEADDRNOTAVAIL);
    EXPECT_EQ(option_set(udp, IPPROTO_IP, MCAST_JOIN_GROUP, request, 16), WSAEFAULT);
}

TEST_F(IpOption, Ipv6OnlyByDefault) {
    EXPECT_EQ(option_get(udp6, IPPROTO_IPV6, IPV6_V6ONLY), 1);
    EXPECT_EQ(option_set(udp6, IPPROTO_IPV6, IPV6_V6ONLY, 0), 0);
    EXPECT_EQ(option_get(udp6, IPPROTO_IPV6, IPV6_V6ONLY), 0);
}

TEST_F(IpOption, FragmentsAndPathMtu) {
    EXPECT_EQ(option_get(udp, IPPROTO_IP, IP_DONTFRAGMENT), 0);
    EXPECT_EQ(option_get(udp, IPPROTO_IP, IP_MTU_DISCOVER), IP_PMTUDISC_NOT_SET);
    EXPECT_EQ(option_set(udp, IPPROTO_IP, IP_DONTFRAGMENT, 1), 0);
    EXPECT_EQ(option_get(udp, IPPROTO_IP, IP_DONTFRAGMENT), 1);
    EXPECT_EQ(option_get(udp, IPPROTO_IP, IP_MTU_DISCOVER), IP_PMTUDISC_DO);
    EXPECT_EQ(option_set(udp, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DONT), 0);
    EXPECT_EQ(option_get(udp, IPPROTO_IP, IP_DONTFRAGMENT), 0);
    EXPECT_EQ(option_set(udp, IPPROTO_IP, IP_MTU_DISCOVER, 77), WSAEINVAL);
}

TEST_F(IpOption, MtuNeedsAPeer) {
    EXPECT_EQ(option_get_code(udp, IPPROTO_IP, IP_MTU), WSAENOTCONN);
    sockaddr_in address = loopback(9);
    ASSERT_EQ(connect(udp, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_GE(option_get(udp, IPPROTO_IP, IP_MTU), 576);
}

TEST_F(IpOption, OptionsThatShareOneOfTheKernels) {
    EXPECT_EQ(option_set(udp, IPPROTO_IP, IP_PKTINFO, 1), 0);
    EXPECT_EQ(option_set(udp, IPPROTO_IP, IP_ORIGINAL_ARRIVAL_IF, 1), 0);
    EXPECT_EQ(option_set(udp, IPPROTO_IP, IP_PKTINFO, 0), 0);
    EXPECT_EQ(option_get(udp, IPPROTO_IP, IP_PKTINFO), 0);
    EXPECT_EQ(option_get(udp, IPPROTO_IP, IP_ORIGINAL_ARRIVAL_IF), 1);
}

TEST_F(IpOption, UserMtuIsToldAsSet) {
    constexpr int kNone = -1;  // IP_UNSPECIFIED_USER_MTU
    EXPECT_EQ(option_get(udp, IPPROTO_IP, IP_USER_MTU), kNone);
    EXPECT_EQ(option_set(udp, IPPROTO_IP, IP_USER_MTU, 1000), 0);
    EXPECT_EQ(option_get(udp, IPPROTO_IP, IP_USER_MTU), 1000);
    EXPECT_EQ(option_set(udp6, IPPROTO_IPV6, IPV6_USER_MTU, 1300), 0);
    EXPECT_EQ(option_get(udp6, IPPROTO_IPV6, IPV6_USER_MTU), 1300);
    EXPECT_EQ(option_get(udp6, IPPROTO_IP, IP_USER_MTU), kNone);
    EXPECT_EQ(option_set(udp6, IPPROTO_IPV6, IPV6_USER_MTU, kNone), 0);
    EXPECT_EQ(option_get(udp6, IPPROTO_IPV6, IPV6_USER_MTU), kNone);
    EXPECT_EQ(option_set(udp, IPPROTO_IP, IP_USER_MTU, 0), WSAEINVAL);
}

TEST_F(IpOption, NoIcmpErrorWithoutOne) {
    ICMP_ERROR_INFO info{};
    EXPECT_EQ(option_get(tcp, IPPROTO_TCP, TCP_FAIL_CONNECT_ON_ICMP_ERROR), 0);
    EXPECT_EQ(code_of(WSAGetIcmpErrorInfo(tcp, &info)), WSAEINVAL);
    EXPECT_EQ(WSASetFailConnectOnIcmpError(tcp, 1), 0);
    DWORD enabled = 0;
    EXPECT_EQ(WSAGetFailConnectOnIcmpError(tcp, &enabled), 0);
    EXPECT_EQ(enabled, 1u);
    EXPECT_EQ(code_of(WSAGetIcmpErrorInfo(tcp, &info)), WSANO_DATA);
    int length = sizeof info;
    EXPECT_EQ(
        getsockopt(tcp, IPPROTO_TCP, TCP_ICMP_ERROR_INFO, reinterpret_cast<char*>(&info), &length),
        0);
    EXPECT_EQ(length, 0);
    EXPECT_EQ(option_get_code(udp, IPPROTO_TCP, TCP_FAIL_CONNECT_ON_ICMP_ERROR), WSAENOPROTOOPT);
}

TEST_F(IpOption, HeadersOfDatagramSocketsAreTheSystems) {
    EXPECT_EQ(option_get(udp6, IPPROTO_IPV6, IPV6_HDRINCL), 0);
    EXPECT_EQ(option_set(udp6, IPPROTO_IPV6, IPV6_HDRINCL, 1), WSAEOPNOTSUPP);
}

TEST_F(IpOption, ProtectionLevel) {
    EXPECT_EQ(option_get(udp6, IPPROTO_IPV6, IPV6_PROTECTION_LEVEL), PROTECTION_LEVEL_UNRESTRICTED);
    EXPECT_EQ(option_set(udp6, IPPROTO_IPV6, IPV6_PROTECTION_LEVEL, PROTECTION_LEVEL_RESTRICTED),
              0);
    EXPECT_EQ(option_get(udp6, IPPROTO_IPV6, IPV6_PROTECTION_LEVEL), PROTECTION_LEVEL_RESTRICTED);
    EXPECT_EQ(option_set(udp6, IPPROTO_IPV6, IPV6_PROTECTION_LEVEL, -1), WSAEINVAL);
}

}  // namespace

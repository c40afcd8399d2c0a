// What the socket headers compute themselves: fd_set, control messages, address tests, byte order.
#include "winsock2.h"
#include "ws2tcpip.h"
#include "mstcpip.h"
#include "afunix.h"

#include <gtest/gtest.h>

namespace {

IN6_ADDR ipv6(std::initializer_list<int> words) {
    IN6_ADDR address{};
    size_t i = 0;
    for (const int word : words) {
        address.s6_bytes[i++] = static_cast<UCHAR>(word >> 8);
        address.s6_bytes[i++] = static_cast<UCHAR>(word);
    }
    return address;
}

IN_ADDR ipv4(int a, int b, int c, int d) {
    IN_ADDR address{};
    address.S_un.S_un_b = {static_cast<UCHAR>(a), static_cast<UCHAR>(b), static_cast<UCHAR>(c),
                           static_cast<UCHAR>(d)};
    return address;
}

TEST(FdSet, KeepsOneOfEachSocket) {
    fd_set set;
    FD_ZERO(&set);
    FD_SET(7, &set);
    FD_SET(9, &set);
    FD_SET(7, &set);
    EXPECT_EQ(set.fd_count, 2U);
}

TEST(FdSet, RemovalClosesTheGap) {
    fd_set set;
    FD_ZERO(&set);
    for (SOCKET s = 1; s <= 4; s++)
        FD_SET(s, &set);
    FD_CLR(2, &set);
    FD_CLR(99, &set);
    ASSERT_EQ(set.fd_count, 3U);
    EXPECT_EQ(set.fd_array[0], 1U);
    EXPECT_EQ(set.fd_array[1], 3U);
    EXPECT_EQ(set.fd_array[2], 4U);
}

TEST(FdSet, FullSetTakesNoMore) {
    fd_set set;
    FD_ZERO(&set);
    for (SOCKET s = 0; s < FD_SETSIZE + 10; s++)
        FD_SET(s, &set);
    EXPECT_EQ(set.fd_count, static_cast<u_int>(FD_SETSIZE));
}

TEST(Cmsg, WalksWhatWasWritten) {
    alignas(WSACMSGHDR) char room[256] = {};
    WSAMSG message{};
    message.Control = {
        static_cast<ULONG>(WSA_CMSG_SPACE(sizeof(IN_PKTINFO)) + WSA_CMSG_SPACE(sizeof(INT))), room};
    WSACMSGHDR* first = WSA_CMSG_FIRSTHDR(&message);
    ASSERT_NE(first, nullptr);
    first->cmsg_len = WSA_CMSG_LEN(sizeof(IN_PKTINFO));
    first->cmsg_type = IP_PKTINFO;
    WSACMSGHDR* second = WSA_CMSG_NXTHDR(&message, first);
    ASSERT_NE(second, nullptr);
    second->cmsg_len = WSA_CMSG_LEN(sizeof(INT));
    second->cmsg_type = IP_ECN;
    EXPECT_EQ(reinterpret_cast<char*>(second) - room,
              static_cast<long>(WSA_CMSG_SPACE(sizeof(IN_PKTINFO))));
    EXPECT_EQ(reinterpret_cast<char*>(WSA_CMSG_DATA(second)) - reinterpret_cast<char*>(second), 16);
    EXPECT_EQ(WSA_CMSG_NXTHDR(&message, second), nullptr);
    EXPECT_EQ(WSA_CMSG_NXTHDR(&message, static_cast<WSACMSGHDR*>(nullptr)), first);
}

TEST(Cmsg, TooLittleRoomHasNoHeader) {
    char room[4] = {};
    WSAMSG message{};
    message.Control = {sizeof room, room};
    EXPECT_EQ(WSA_CMSG_FIRSTHDR(&message), nullptr);
}

TEST(ByteOrder, ReturnsWhatWentIn) {
    EXPECT_EQ(htonll(0x0102030405060708ULL), 0x0807060504030201ULL);
    EXPECT_EQ(ntohll(htonll(77)), 77ULL);
    EXPECT_EQ(ntohf(htonf(1.5F)), 1.5F);
    EXPECT_EQ(ntohd(htond(-2.25)), -2.25);
    EXPECT_EQ(htonf(1.0F), 0x0000803fU);
}

TEST(Ipv6, KindsOfAddress) {
    const IN6_ADDR link = ipv6({0xfe80, 0, 0, 0, 0, 0, 0, 1});
    const IN6_ADDR mapped = ipv6({0, 0, 0, 0, 0, 0xffff, 0x7f00, 1});
    const IN6_ADDR group = ipv6({0xff02, 0, 0, 0, 0, 0, 0, 1});
    const IN6_ADDR loopback = IN6ADDR_LOOPBACK_INIT;
    const IN6_ADDR any = IN6ADDR_ANY_INIT;
    EXPECT_TRUE(IN6_IS_ADDR_LINKLOCAL(&link));
    EXPECT_FALSE(IN6_IS_ADDR_SITELOCAL(&link));
    EXPECT_TRUE(IN6_IS_ADDR_V4MAPPED(&mapped));
    EXPECT_FALSE(IN6_IS_ADDR_V4COMPAT(&mapped));
    EXPECT_TRUE(IN6_IS_ADDR_MULTICAST(&group));
    EXPECT_TRUE(IN6_IS_ADDR_MC_LINKLOCAL(&group));
    EXPECT_FALSE(IN6_IS_ADDR_MC_GLOBAL(&group));
    EXPECT_TRUE(IN6_IS_ADDR_LOOPBACK(&loopback));
    EXPECT_FALSE(IN6_IS_ADDR_V4COMPAT(&loopback));
    EXPECT_TRUE(IN6_IS_ADDR_UNSPECIFIED(&any));
    EXPECT_FALSE(IN6_IS_ADDR_UNSPECIFIED(&link));
}

TEST(Ipv4, KindsOfAddress) {
    const IN_ADDR home = ipv4(127, 0, 0, 1), link = ipv4(169, 254, 3, 4),
                  group = ipv4(239, 1, 2, 3);
    EXPECT_TRUE(IN4_IS_ADDR_LOOPBACK(&home));
    EXPECT_TRUE(IN4_IS_ADDR_LINKLOCAL(&link));
    EXPECT_TRUE(IN4_IS_ADDR_MULTICAST(&group));
    const IN_ADDR inside = ipv4(172, 31, 0, 1), outside = ipv4(172, 32, 0, 1);
    EXPECT_TRUE(IN4_IS_ADDR_RFC1918(&inside));
    EXPECT_FALSE(IN4_IS_ADDR_RFC1918(&outside));
    EXPECT_TRUE(IN4_ADDR_EQUAL(&home, &home));
    EXPECT_FALSE(IN4_ADDR_EQUAL(&home, &link));
}

TEST(InetAddr, AnyAndLoopbackKeepTheFamily) {
    for (const ADDRESS_FAMILY family : {ADDRESS_FAMILY{AF_INET}, ADDRESS_FAMILY{AF_INET6}}) {
        SOCKADDR_INET address{};
        auto* generic = reinterpret_cast<SOCKADDR*>(&address);
        address.si_family = family;
        INETADDR_SETANY(generic);
        EXPECT_TRUE(INETADDR_ISANY(generic));
        EXPECT_EQ(address.si_family, family);
        INETADDR_SETLOOPBACK(generic);
        EXPECT_TRUE(INETADDR_ISLOOPBACK(generic));
        EXPECT_FALSE(INETADDR_ISANY(generic));
        INETADDR_SET_PORT(generic, 0x5000);
        EXPECT_EQ(INETADDR_PORT(generic), 0x5000);
        EXPECT_EQ(SS_PORT(generic), 0x5000);
    }
}

TEST(InetAddr, MappedAddressHoldsTheIpv4One) {
    SOCKADDR_IN6 address;
    const IN_ADDR home = ipv4(10, 1, 2, 3);
    const SCOPE_ID scope = SCOPEID_UNSPECIFIED_INIT;
    IN6ADDR_SETV4MAPPED(&address, &home, scope, 0x1234);
    EXPECT_TRUE(IN6ADDR_ISV4MAPPED(&address));
    EXPECT_EQ(memcmp(IN6_GET_ADDR_V4MAPPED(&address.sin6_addr), &home, 4), 0);
    EXPECT_EQ(address.sin6_port, 0x1234);
}

TEST(Sizes, OfListsAndFilters) {
    EXPECT_EQ(SIZEOF_SOCKET_ADDRESS_LIST(2), 8 + 2 * sizeof(SOCKET_ADDRESS));
    EXPECT_EQ(IP_MSFILTER_SIZE(0), sizeof(IP_MSFILTER) - sizeof(IN_ADDR));
    EXPECT_EQ(GROUP_FILTER_SIZE(3), sizeof(GROUP_FILTER) + 2 * sizeof(SOCKADDR_STORAGE));
    EXPECT_EQ(sizeof(SOCKADDR_UN), 110U);
}

}  // namespace

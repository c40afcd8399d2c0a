// WSAIoctl and ioctlsocket.
#include "option_sockets.h"

#include <vector>

#include "afunix.h"
#include "mstcpip.h"
#include "mswsock.h"

using namespace berth::test;

namespace {

class Ioctl : public ::testing::Test {
    Winsock winsock;

  protected:
    OwnedSocket tcp{AF_INET, SOCK_STREAM};
    OwnedSocket udp{AF_INET, SOCK_DGRAM};
    OwnedSocket udp6{AF_INET6, SOCK_DGRAM};
    DWORD returned = 0;

    int control(SOCKET s, DWORD code, void* in, size_t in_length, void* out, size_t out_length) {
        return code_of(WSAIoctl(s, code, in, static_cast<DWORD>(in_length), out,
                                static_cast<DWORD>(out_length), &returned, nullptr, nullptr));
    }
    template <typename T>
    int set(SOCKET s, DWORD code, T value) {
        return control(s, code, &value, sizeof value, nullptr, 0);
    }
    template <typename T>
    T get(SOCKET s, DWORD code) {
        T value{};
        EXPECT_EQ(control(s, code, nullptr, 0, &value, sizeof value), 0);
        EXPECT_EQ(returned, sizeof value);
        return value;
    }
};

TEST_F(Ioctl, Unknown) {
    EXPECT_EQ(control(tcp, 0x12345678, nullptr, 0, nullptr, 0), WSAEOPNOTSUPP);
}

TEST_F(Ioctl, BadArguments) {
    u_long value = 0;
    char* nowhere = unmapped();
    EXPECT_EQ(code_of(WSAIoctl(tcp, FIONREAD, nullptr, 0, &value, sizeof value, nullptr, nullptr,
                               nullptr)),
              WSAEFAULT);
    EXPECT_EQ(control(tcp, FIONREAD, nullptr, 0, nullptr, sizeof value), WSAEFAULT);
    EXPECT_EQ(control(tcp, FIONREAD, nullptr, 0, &value, 2), WSAEFAULT);
    EXPECT_EQ(control(tcp, FIONREAD, nullptr, 0, nowhere, sizeof value), WSAEFAULT);
    EXPECT_EQ(control(tcp, FIONBIO, &value, 2, nullptr, 0), WSAEFAULT);
    EXPECT_EQ(control(tcp, FIONBIO, nowhere, 4, nullptr, 0), WSAEFAULT);
    EXPECT_EQ(control(INVALID_SOCKET, FIONREAD, nullptr, 0, &value, sizeof value), WSAENOTSOCK);
}

TEST_F(Ioctl, BytesReadableOnAStream) {
    Pair pair = tcp_pair();
    u_long count = 77;
    ASSERT_EQ(ioctlsocket(pair.server, FIONREAD, &count), 0);
    EXPECT_EQ(count, 0U);
    ASSERT_EQ(send(pair.client, "hello", 5, 0), 5);
    char byte = 0;
    ASSERT_EQ(recv(pair.server, &byte, 1, 0), 1);  // the others are here, too
    ASSERT_EQ(ioctlsocket(pair.server, FIONREAD, &count), 0);
    EXPECT_EQ(count, 4U);
}

TEST_F(Ioctl, BytesReadableOnADatagramSocket) {
    sockaddr_in address = bind_loopback(udp);
    OwnedSocket sender(AF_INET, SOCK_DGRAM);
    for (int size : {3, 5})
        ASSERT_EQ(
            sendto(sender, "12345", size, 0, reinterpret_cast<sockaddr*>(&address), sizeof address),
            size);
    u_long count = 0;
    ASSERT_EQ(ioctlsocket(udp, FIONREAD, &count), 0);
    EXPECT_EQ(count, 8U);  // of both
}

TEST_F(Ioctl, AtMark) {
    Pair pair = tcp_pair();
    EXPECT_TRUE(get<BOOL>(pair.server, SIOCATMARK));
    option_set(pair.server, SOL_SOCKET, SO_OOBINLINE, 1);
    ASSERT_EQ(send(pair.client, "ab", 2, 0), 2);
    ASSERT_EQ(send(pair.client, "!", 1, MSG_OOB), 1);
    WSAPOLLFD urgent{pair.server, POLLRDBAND, 0};
    ASSERT_EQ(WSAPoll(&urgent, 1, -1), 1);
    EXPECT_FALSE(get<BOOL>(pair.server, SIOCATMARK));
    char bytes[8];
    ASSERT_EQ(recv(pair.server, bytes, sizeof bytes, 0), 2);  // stops at the mark
    EXPECT_TRUE(get<BOOL>(pair.server, SIOCATMARK));
    EXPECT_EQ(recv(pair.server, bytes, sizeof bytes, 0), 1);
    BOOL mark = FALSE;
    EXPECT_EQ(control(udp, SIOCATMARK, nullptr, 0, &mark, sizeof mark), WSAEINVAL);
}

TEST_F(Ioctl, SecurityThatMayBeMissing) {
    SOCKET_SECURITY_SETTINGS settings{SOCKET_SECURITY_PROTOCOL_DEFAULT, 0};
    EXPECT_EQ(code_of(WSASetSocketSecurity(tcp, nullptr, 0, nullptr, nullptr)), WSAEOPNOTSUPP);
    EXPECT_EQ(code_of(WSASetSocketSecurity(tcp, &settings, 4, nullptr, nullptr)), WSAEMSGSIZE);
    settings.SecurityFlags = SOCKET_SETTINGS_ALLOW_INSECURE;
    EXPECT_EQ(code_of(WSASetSocketSecurity(tcp, &settings, sizeof settings, nullptr, nullptr)), 0);
    EXPECT_EQ(option_get(tcp, SOL_SOCKET, SO_EXCLUSIVEADDRUSE), 1);
    EXPECT_EQ(code_of(WSASetSocketSecurity(tcp, &settings, sizeof settings, nullptr, nullptr)),
              WSAEINVAL);  // "only be called once per socket"
    const Pair pair = tcp_pair();
    EXPECT_EQ(
        code_of(WSASetSocketSecurity(pair.client, &settings, sizeof settings, nullptr, nullptr)),
        WSAEISCONN);
    SOCKET_SECURITY_QUERY_INFO info{};
    ULONG length = 0;
    const auto query = [&](SOCKET s, SOCKET_SECURITY_QUERY_INFO* to) {
        return code_of(WSAQuerySocketSecurity(s, nullptr, 0, to, &length, nullptr, nullptr));
    };
    EXPECT_EQ(query(pair.client, nullptr), WSAEMSGSIZE);
    EXPECT_EQ(length, sizeof info);
    info.Flags = SOCKET_INFO_CONNECTION_SECURED;
    EXPECT_EQ(query(pair.client, &info), 0);
    EXPECT_EQ(info.Flags, 0u);
    EXPECT_EQ(query(udp, &info), WSAEMSGSIZE);  // without a template
    EXPECT_EQ(
        code_of(WSAQuerySocketSecurity(pair.client, nullptr, 0, &info, nullptr, nullptr, nullptr)),
        WSAEFAULT);
    SOCKET_PEER_TARGET_NAME name{};
    EXPECT_EQ(code_of(WSASetSocketPeerTargetName(udp, nullptr, 0, nullptr, nullptr)), WSAEFAULT);
    EXPECT_EQ(code_of(WSASetSocketPeerTargetName(udp, &name, sizeof name, nullptr, nullptr)),
              WSAEINVAL);
    EXPECT_EQ(code_of(WSAImpersonateSocketPeer(udp, nullptr, 0)), WSAEFAULT);
    EXPECT_EQ(code_of(WSAImpersonateSocketPeer(pair.client, nullptr, 0)), WSAEOPNOTSUPP);
    EXPECT_EQ(WSARevertImpersonation(), 0);
}

TEST_F(Ioctl, BaseHandle) {
    for (DWORD code : std::initializer_list<DWORD>{SIO_BASE_HANDLE, SIO_BSP_HANDLE,
                                                   SIO_BSP_HANDLE_SELECT, SIO_BSP_HANDLE_POLL})
        EXPECT_EQ(get<SOCKET>(tcp, code), static_cast<SOCKET>(tcp));
    DWORD small = 0;
    EXPECT_EQ(control(tcp, SIO_BASE_HANDLE, nullptr, 0, &small, sizeof small), WSAEFAULT);
}

TEST_F(Ioctl, WhatNoProviderHereSupports) {
    for (DWORD code :
         std::initializer_list<DWORD>{SIO_SET_GROUP_QOS, SIO_FLUSH, SIO_ENABLE_CIRCULAR_QUEUEING,
                                      SIO_ASSOCIATE_HANDLE, SIO_TRANSLATE_HANDLE})
        EXPECT_EQ(control(udp, code, nullptr, 0, nullptr, 0), WSAENOPROTOOPT);
}

TEST_F(Ioctl, KeepAliveValues) {
    EXPECT_EQ(set(tcp, SIO_KEEPALIVE_VALS, tcp_keepalive{1, 30000, 1500}), 0);
    EXPECT_EQ(returned, 0U);
    EXPECT_EQ(option_get(tcp, SOL_SOCKET, SO_KEEPALIVE), 1);
    EXPECT_EQ(option_get(tcp, IPPROTO_TCP, TCP_KEEPIDLE), 30);
    EXPECT_EQ(option_get(tcp, IPPROTO_TCP, TCP_KEEPINTVL), 2);
    EXPECT_EQ(set(tcp, SIO_KEEPALIVE_VALS, tcp_keepalive{0, 0, 0}), 0);
    EXPECT_EQ(option_get(tcp, SOL_SOCKET, SO_KEEPALIVE), 0);
    EXPECT_EQ(set(udp, SIO_KEEPALIVE_VALS, tcp_keepalive{1, 1, 1}), WSAENOPROTOOPT);
    EXPECT_EQ(set(tcp, SIO_KEEPALIVE_VALS, 1), WSAEFAULT);
}

TEST_F(Ioctl, UdpConnresetOff) {
    EXPECT_EQ(set<BOOL>(udp, SIO_UDP_CONNRESET, FALSE), 0);
    sockaddr_in here = bind_loopback(udp);
    OwnedSocket nobody(AF_INET, SOCK_DGRAM);
    sockaddr_in address = bind_loopback(nobody);
    nobody.close();
    ASSERT_EQ(sendto(udp, "x", 1, 0, reinterpret_cast<sockaddr*>(&address), sizeof address), 1);
    ASSERT_EQ(sendto(udp, "y", 1, 0, reinterpret_cast<sockaddr*>(&here), sizeof here), 1);
    char byte = 0;
    EXPECT_EQ(recv(udp, &byte, 1, 0), 1);
    EXPECT_EQ(byte, 'y');
}

TEST_F(Ioctl, MulticastLoopbackAndScope) {
    EXPECT_EQ(set<BOOL>(udp, SIO_MULTIPOINT_LOOPBACK, FALSE), 0);
    EXPECT_EQ(option_get(udp, IPPROTO_IP, IP_MULTICAST_LOOP), 0);
    EXPECT_EQ(set<int>(udp6, SIO_MULTICAST_SCOPE, 7), 0);
    EXPECT_EQ(option_get(udp6, IPPROTO_IPV6, IPV6_MULTICAST_HOPS), 7);
    EXPECT_EQ(set<int>(udp, SIO_MULTICAST_SCOPE, 300), WSAEINVAL);
    EXPECT_EQ(set<BOOL>(tcp, SIO_MULTIPOINT_LOOPBACK, FALSE), WSAEINVAL);
}

TEST_F(Ioctl, ExtensionFunctions) {
    GUID id = WSAID_WSARECVMSG;
    LPFN_WSARECVMSG function = nullptr;
    EXPECT_EQ(control(udp, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &function,
                      sizeof function),
              0);
    EXPECT_NE(function, nullptr);
    GUID unknown{};
    EXPECT_EQ(control(udp, SIO_GET_EXTENSION_FUNCTION_POINTER, &unknown, sizeof id, &function,
                      sizeof function),
              WSAEINVAL);
    EXPECT_EQ(control(udp, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, 8, &function, sizeof function),
              WSAEFAULT);
    EXPECT_EQ(control(udp, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &function, 4),
              WSAEFAULT);
}

TEST_F(Ioctl, AddressListAsksForRoom) {
    EXPECT_EQ(control(udp, SIO_ADDRESS_LIST_QUERY, nullptr, 0, nullptr, 0), WSAEFAULT);
    DWORD needed = returned;
    ASSERT_GE(needed, sizeof(SOCKET_ADDRESS_LIST));
    std::vector<SOCKET_ADDRESS_LIST> buffer(needed / sizeof(SOCKET_ADDRESS_LIST) + 1);
    ASSERT_EQ(control(udp, SIO_ADDRESS_LIST_QUERY, nullptr, 0, buffer.data(), needed), 0);
    EXPECT_EQ(returned, needed);
    const SOCKET_ADDRESS_LIST& list = buffer[0];
    for (int i = 0; i < list.iAddressCount; ++i) {
        EXPECT_EQ(list.Address[i].lpSockaddr->sa_family, AF_INET);
        EXPECT_EQ(list.Address[i].iSockaddrLength, static_cast<int>(sizeof(sockaddr_in)));
    }
}

TEST_F(Ioctl, AddressListSortKeepsAll) {
    struct {
        SOCKET_ADDRESS_LIST list;
        SOCKET_ADDRESS second;
    } in{};
    sockaddr_in a = loopback(1);
    sockaddr_in b = loopback(2);
    in.list.iAddressCount = 2;
    in.list.Address[0] = {reinterpret_cast<sockaddr*>(&a), sizeof a};
    in.second = {reinterpret_cast<sockaddr*>(&b), sizeof b};
    alignas(8) char out[256];
    ASSERT_EQ(control(udp, SIO_ADDRESS_LIST_SORT, &in, sizeof in, out, sizeof out), 0);
    const auto* list = reinterpret_cast<SOCKET_ADDRESS_LIST*>(out);
    ASSERT_EQ(list->iAddressCount, 2);
    EXPECT_EQ(std::memcmp(list->Address[0].lpSockaddr, &a, sizeof a), 0);
    in.list.iAddressCount = 1 << 30;
    EXPECT_EQ(control(udp, SIO_ADDRESS_LIST_SORT, &in, sizeof in, out, sizeof out), WSAEINVAL);
}

TEST_F(Ioctl, RoutingInterface) {
    sockaddr_in to = loopback(80);
    sockaddr_in from{};
    ASSERT_EQ(control(udp, SIO_ROUTING_INTERFACE_QUERY, &to, sizeof to, &from, sizeof from), 0);
    EXPECT_EQ(from.sin_addr.s_addr, htonl(INADDR_LOOPBACK));
    EXPECT_EQ(from.sin_family, AF_INET);
    EXPECT_EQ(from.sin_port, 0);
    EXPECT_EQ(control(udp, SIO_ROUTING_INTERFACE_QUERY, &to, sizeof to, &from, 6), WSAEFAULT);
    EXPECT_EQ(returned, sizeof from);
    sockaddr_in6 to6 = loopback6();
    sockaddr_in6 from6{};
    ASSERT_EQ(control(udp6, SIO_ROUTING_INTERFACE_QUERY, &to6, sizeof to6, &from6, sizeof from6),
              0);
    EXPECT_EQ(from6.sin6_family, AF_INET6);
    EXPECT_TRUE(IN6_IS_ADDR_LOOPBACK(&from6.sin6_addr));
}

TEST_F(Ioctl, InterfaceListHasTheLoopback) {
    std::vector<INTERFACE_INFO> list(64);
    ASSERT_EQ(
        control(udp, SIO_GET_INTERFACE_LIST, nullptr, 0, list.data(), list.size() * sizeof list[0]),
        0);
    bool found = false;
    for (size_t i = 0; i < returned / sizeof list[0]; ++i) {
        if (list[i].iiAddress.AddressIn.sin_addr.s_addr == htonl(INADDR_LOOPBACK)) {
            found = true;
            EXPECT_EQ(list[i].iiFlags & (IFF_UP | IFF_LOOPBACK),
                      static_cast<ULONG>(IFF_UP | IFF_LOOPBACK));
            EXPECT_EQ(list[i].iiNetmask.AddressIn.sin_addr.s_addr, htonl(0xff000000));
        }
    }
    EXPECT_TRUE(found);
    EXPECT_EQ(control(udp, SIO_GET_INTERFACE_LIST, nullptr, 0, list.data(), 10), WSAEFAULT);
    EXPECT_EQ(control(udp6, SIO_GET_INTERFACE_LIST, nullptr, 0, list.data(), 1000), WSAEINVAL);
}

TEST_F(Ioctl, BroadcastAddress) {
    EXPECT_EQ(get<sockaddr_in>(udp, SIO_GET_BROADCAST_ADDRESS).sin_addr.s_addr, INADDR_BROADCAST);
    sockaddr_in6 out{};
    EXPECT_EQ(control(udp6, SIO_GET_BROADCAST_ADDRESS, nullptr, 0, &out, sizeof out),
              WSAENOPROTOOPT);
}

TEST_F(Ioctl, TcpInformation) {
    Pair pair = tcp_pair();
    ASSERT_EQ(send(pair.client, "hello", 5, 0), 5);
    DWORD version = 0;
    TCP_INFO_v0 info{};
    ASSERT_EQ(control(pair.client, SIO_TCP_INFO, &version, sizeof version, &info, sizeof info), 0);
    EXPECT_EQ(returned, sizeof info);
    EXPECT_EQ(info.State, TCPSTATE_ESTABLISHED);
    EXPECT_EQ(info.BytesOut, 5U);
    EXPECT_GT(info.Mss, 0U);
    version = 1;
    TCP_INFO_v1 more{};
    ASSERT_EQ(control(pair.client, SIO_TCP_INFO, &version, sizeof version, &more, sizeof more), 0);
    EXPECT_EQ(more.BytesOut, 5U);
    EXPECT_EQ(control(pair.client, SIO_TCP_INFO, &version, sizeof version, &info, sizeof info),
              WSAEINVAL);
    EXPECT_EQ(control(pair.client, SIO_TCP_INFO, &version, 2, &more, sizeof more), WSAEMSGSIZE);
    EXPECT_EQ(control(pair.client, SIO_TCP_INFO, nullptr, 0, &more, sizeof more), WSAEMSGSIZE);
    EXPECT_EQ(control(udp, SIO_TCP_INFO, &version, sizeof version, &more, sizeof more), WSAEINVAL);
}

TEST_F(Ioctl, TcpSettings) {
    EXPECT_EQ(set<int>(tcp, SIO_LOOPBACK_FAST_PATH, 1), 0);
    EXPECT_EQ(set(tcp, SIO_TCP_INITIAL_RTO, TCP_INITIAL_RTO_PARAMETERS{300, 2}), 0);
    EXPECT_EQ(set(tcp, SIO_TCP_SET_ACK_FREQUENCY, TCP_ACK_FREQUENCY_PARAMETERS{1}), 0);
    Pair pair = tcp_pair();
    EXPECT_EQ(set(pair.client, SIO_TCP_INITIAL_RTO, TCP_INITIAL_RTO_PARAMETERS{300, 2}), WSAEINVAL);
}

TEST_F(Ioctl, IdealSendBacklog) {
    Pair pair = tcp_pair();
    EXPECT_GE(get<ULONG>(pair.client, SIO_IDEAL_SEND_BACKLOG_QUERY), 65536U);
    ULONG value = 0;
    EXPECT_EQ(control(tcp, SIO_IDEAL_SEND_BACKLOG_QUERY, nullptr, 0, &value, sizeof value),
              WSAENOTCONN);
    EXPECT_EQ(control(udp, SIO_IDEAL_SEND_BACKLOG_QUERY, nullptr, 0, &value, sizeof value),
              WSAEOPNOTSUPP);
}

TEST_F(Ioctl, CpuAffinityComesBeforeBind) {
    EXPECT_EQ(set<USHORT>(udp, SIO_CPU_AFFINITY, 0), 0);
    bind_loopback(udp);
    EXPECT_EQ(set<USHORT>(udp, SIO_CPU_AFFINITY, 0), WSAEINVAL);
}

TEST_F(Ioctl, ReceiveAllIsForRawSockets) {
    EXPECT_EQ(set<DWORD>(udp, SIO_RCVALL, RCVALL_ON), WSAEINVAL);
}

}  // namespace

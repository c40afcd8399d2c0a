// Options and ioctls that say which datagrams come: IP_IFLIST, IP_RECEIVE_BROADCAST, source
// filters; and ioctls of single sockets that no scenario shows, since mingw-w64 lacks their
// structures.
#include "option_sockets.h"

#include "mstcpip.h"
#include "mswsock.h"

using namespace berth::test;

namespace {

constexpr DWORD kLoopbackIndex = 1;

class ReceiveOption : public ::testing::Test {
    Winsock winsock;

  protected:
    void SetUp() override {
        sockaddr_in any{};
        any.sin_family = AF_INET;
        ASSERT_EQ(code_of(bind(receiver, reinterpret_cast<sockaddr*>(&any), sizeof any)), 0);
        int length = sizeof any;
        ASSERT_EQ(code_of(getsockname(receiver, reinterpret_cast<sockaddr*>(&any), &length)), 0);
        port = any.sin_port;
        EXPECT_EQ(option_set<DWORD>(receiver, SOL_SOCKET, SO_RCVTIMEO, 10'000), 0);
        EXPECT_EQ(option_set(sender, SOL_SOCKET, SO_BROADCAST, 1), 0);
    }
    void send(const char* text, ULONG address = INADDR_LOOPBACK) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = port;
        to.sin_addr.s_addr = htonl(address);
        EXPECT_EQ(sendto(sender, text, static_cast<int>(std::strlen(text)), 0,
                         reinterpret_cast<sockaddr*>(&to), sizeof to),
                  static_cast<int>(std::strlen(text)));
    }
    std::string received() {
        char text[64];
        const int length = recv(receiver, text, sizeof text, 0);
        return length < 0 ? std::to_string(WSAGetLastError()) : std::string(text, text + length);
    }
    int control(SOCKET s, DWORD code, void* in, DWORD in_length, void* out = nullptr,
                DWORD out_length = 0) {
        DWORD returned = 77;
        return code_of(
            WSAIoctl(s, code, in, in_length, out, out_length, &returned, nullptr, nullptr));
    }

    OwnedSocket receiver{AF_INET, SOCK_DGRAM};
    OwnedSocket sender{AF_INET, SOCK_DGRAM};
    USHORT port = 0;
};

TEST_F(ReceiveOption, OnlyInterfacesOfTheList) {
    DWORD list[4] = {};
    int length = sizeof list;
    auto* bytes = reinterpret_cast<char*>(list);
    EXPECT_EQ(option_get(receiver, IPPROTO_IP, IP_IFLIST), 0);
    EXPECT_EQ(code_of(getsockopt(receiver, IPPROTO_IP, IP_GET_IFLIST, bytes, &length)), WSAEINVAL);
    ASSERT_EQ(option_set(receiver, IPPROTO_IP, IP_IFLIST, 1), 0);
    EXPECT_EQ(code_of(getsockopt(receiver, IPPROTO_IP, IP_GET_IFLIST, bytes, &length)), 0);
    EXPECT_EQ(length, 0);
    send("ignored");
    ASSERT_EQ(option_set(receiver, IPPROTO_IP, IP_ADD_IFLIST, DWORD{4242}), 0);
    ASSERT_EQ(option_set(receiver, IPPROTO_IP, IP_ADD_IFLIST, kLoopbackIndex), 0);
    ASSERT_EQ(option_set(receiver, IPPROTO_IP, IP_ADD_IFLIST, kLoopbackIndex), 0);
    send("heard");
    EXPECT_EQ(received(), "heard");
    length = 4;
    EXPECT_EQ(code_of(getsockopt(receiver, IPPROTO_IP, IP_GET_IFLIST, bytes, &length)), WSAEFAULT);
    length = sizeof list;
    ASSERT_EQ(code_of(getsockopt(receiver, IPPROTO_IP, IP_GET_IFLIST, bytes, &length)), 0);
    EXPECT_EQ(length, 8);
    EXPECT_EQ(list[1], kLoopbackIndex);
    EXPECT_EQ(option_set(receiver, IPPROTO_IP, IP_DEL_IFLIST, kLoopbackIndex), 0);
    EXPECT_EQ(option_set(receiver, IPPROTO_IP, IP_DEL_IFLIST, kLoopbackIndex), WSAEINVAL);
    send("ignored");
    ASSERT_EQ(option_set(receiver, IPPROTO_IP, IP_IFLIST, 0), 0);
    send("all");
    EXPECT_EQ(received(), "all");
    OwnedSocket stream(AF_INET, SOCK_STREAM);
    EXPECT_EQ(option_set(stream, IPPROTO_IP, IP_IFLIST, 1), WSAEINVAL);
}

// bind: "select an IPv4 or IPv6 address on the local computer ... bind ... join the multicast group
// ... This socket can then be used to receive multicast packets"
TEST_F(ReceiveOption, GroupsReachASocketBoundToOneAddress) {
    constexpr ULONG kGroup = 0xefff010b;
    receiver = OwnedSocket(AF_INET, SOCK_DGRAM);
    const sockaddr_in address = bind_loopback(receiver);
    port = address.sin_port;
    EXPECT_EQ(option_set(receiver, SOL_SOCKET, SO_BROADCAST, 1), 0);
    EXPECT_EQ(option_set<DWORD>(receiver, SOL_SOCKET, SO_RCVTIMEO, 10'000), 0);
    const ip_mreq group{{{.S_addr = htonl(kGroup)}}, {{.S_addr = htonl(INADDR_LOOPBACK)}}};
    ASSERT_EQ(option_set(receiver, IPPROTO_IP, IP_ADD_MEMBERSHIP, group), 0);
    EXPECT_EQ(option_set(sender, IPPROTO_IP, IP_MULTICAST_IF, group.imr_interface), 0);
    send("group", kGroup);
    EXPECT_EQ(received(), "group");
    send("another address", INADDR_LOOPBACK + 1);
    send("its own");
    EXPECT_EQ(received(), "its own");

    sockaddr_in name{};
    int length = sizeof name;
    ASSERT_EQ(code_of(getsockname(receiver, reinterpret_cast<sockaddr*>(&name), &length)), 0);
    EXPECT_EQ(std::memcmp(&name, &address, sizeof name), 0);
    EXPECT_EQ(option_get(receiver, SOL_SOCKET, SO_BROADCAST), 1);
    EXPECT_EQ(option_get(receiver, SOL_SOCKET, SO_RCVTIMEO), 10'000);

    OwnedSocket hears(AF_INET, SOCK_DGRAM);
    const sockaddr_in asker = bind_loopback(hears);
    ASSERT_EQ(sendto(receiver, "x", 1, 0, reinterpret_cast<const sockaddr*>(&asker), sizeof asker),
              1);
    char byte = 0;
    length = sizeof name;
    ASSERT_EQ(recvfrom(hears, &byte, 1, 0, reinterpret_cast<sockaddr*>(&name), &length), 1);
    EXPECT_EQ(std::memcmp(&name, &address, sizeof name), 0);

    OwnedSocket other(AF_INET, SOCK_DGRAM);
    EXPECT_EQ(code_of(bind(other, reinterpret_cast<const sockaddr*>(&address), sizeof address)),
              WSAEADDRINUSE);
    sockaddr_in beside = address;
    beside.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1);
    EXPECT_EQ(code_of(bind(other, reinterpret_cast<sockaddr*>(&beside), sizeof beside)), 0);
}

TEST_F(ReceiveOption, NoBroadcasts) {
    constexpr ULONG kAllOfTheLoopback = 0x7fffffff;
    EXPECT_EQ(option_get(receiver, IPPROTO_IP, IP_RECEIVE_BROADCAST), 1);
    send("all", kAllOfTheLoopback);
    EXPECT_EQ(received(), "all");
    ASSERT_EQ(option_set(receiver, IPPROTO_IP, IP_RECEIVE_BROADCAST, 0), 0);
    EXPECT_EQ(option_get(receiver, IPPROTO_IP, IP_RECEIVE_BROADCAST), 0);
    send("all", kAllOfTheLoopback);
    send("one");
    EXPECT_EQ(received(), "one");
}

TEST_F(ReceiveOption, SourceFilter) {
    IN_ADDR group{}, own{}, source{}, told[2] = {};
    group.s_addr = htonl(0xEFFF010A);
    own.s_addr = htonl(INADDR_LOOPBACK);
    source.s_addr = htonl(0x7F000009);
    MULTICAST_MODE_TYPE mode = MCAST_EXCLUDE;
    EXPECT_EQ(code_of(setipv4sourcefilter(receiver, own, group, MCAST_INCLUDE, 1, &source)),
              WSAEINVAL);  // not joined
    ip_mreq membership{group, own};
    ASSERT_EQ(option_set(receiver, IPPROTO_IP, IP_ADD_MEMBERSHIP, membership), 0);
    ULONG count = 2;
    ASSERT_EQ(code_of(getipv4sourcefilter(receiver, own, group, &mode, &count, told)), 0);
    EXPECT_EQ(mode, MCAST_EXCLUDE);
    EXPECT_EQ(count, 0u);
    ASSERT_EQ(code_of(setipv4sourcefilter(receiver, own, group, MCAST_INCLUDE, 1, &source)), 0);
    count = 2;
    ASSERT_EQ(code_of(getipv4sourcefilter(receiver, own, group, &mode, &count, told)), 0);
    EXPECT_EQ(mode, MCAST_INCLUDE);
    ASSERT_EQ(count, 1u);
    EXPECT_EQ(told[0].s_addr, source.s_addr);

    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr = group;
    const auto* any = reinterpret_cast<const SOCKADDR*>(&name);
    SOCKADDR_STORAGE sources[2] = {};
    count = 0;
    ASSERT_EQ(code_of(getsourcefilter(receiver, kLoopbackIndex, any, sizeof name, &mode, &count,
                                      sources)),
              0);
    EXPECT_EQ(count, 1u);  // of all
    name.sin_addr = source;
    std::memcpy(&sources[0], &name, sizeof name);
    name.sin_addr = group;
    ASSERT_EQ(code_of(setsourcefilter(receiver, kLoopbackIndex, any, sizeof name, MCAST_EXCLUDE, 1,
                                      sources)),
              0);
    sources[0] = {};
    count = 2;
    ASSERT_EQ(code_of(getsourcefilter(receiver, kLoopbackIndex, any, sizeof name, &mode, &count,
                                      sources)),
              0);
    EXPECT_EQ(mode, MCAST_EXCLUDE);
    EXPECT_EQ(count, 1u);
    EXPECT_EQ(sources[0].ss_family, AF_INET);
    sources[0].ss_family = AF_INET6;
    EXPECT_EQ(code_of(setsourcefilter(receiver, kLoopbackIndex, any, sizeof name, MCAST_EXCLUDE, 1,
                                      sources)),
              WSAEADDRNOTAVAIL);
    own.s_addr = htonl(0xC0000201);
    EXPECT_EQ(code_of(setipv4sourcefilter(receiver, own, group, MCAST_INCLUDE, 1, &source)),
              WSAEADDRNOTAVAIL);
    IP_MSFILTER lies{group, {}, MCAST_INCLUDE, 1000, {}};
    EXPECT_EQ(control(receiver, SIO_SET_MULTICAST_FILTER, &lies, sizeof lies), WSAEINVAL);
    EXPECT_EQ(control(receiver, SIO_SET_MULTICAST_FILTER, &lies, 8), WSAEFAULT);
}

TEST_F(ReceiveOption, IoctlsOfSingleSockets) {
    Pair pair = tcp_pair();
    SOCKET handle = INVALID_SOCKET;
    DWORD returned = 0;
    WSAOVERLAPPED overlapped{};
    EXPECT_EQ(code_of(WSAIoctl(receiver, SIO_BSP_HANDLE_POLL, nullptr, 0, &handle, sizeof handle,
                               &returned, &overlapped, nullptr)),
              WSAEFAULT);
    SOCKET_PROCESSOR_AFFINITY affinity{};
    EXPECT_EQ(control(sender, SIO_QUERY_RSS_PROCESSOR_INFO, nullptr, 0, &affinity, sizeof affinity),
              WSAENOTCONN);
    EXPECT_EQ(control(pair.client, SIO_QUERY_RSS_PROCESSOR_INFO, nullptr, 0, &affinity, 2),
              WSAEINVAL);
    EXPECT_EQ(
        control(pair.client, SIO_QUERY_RSS_PROCESSOR_INFO, nullptr, 0, &affinity, sizeof affinity),
        0);
    RSS_SCALABILITY_INFO scalability{};
    EXPECT_EQ(control(receiver, SIO_QUERY_RSS_SCALABILITY_INFO, nullptr, 0, nullptr, 0), WSAEINVAL);
    EXPECT_EQ(control(receiver, SIO_QUERY_RSS_SCALABILITY_INFO, nullptr, 0, &scalability,
                      sizeof scalability),
              0);
    WSA_COMPATIBILITY_MODE mode{WsaBehaviorAutoTuning, 0x05020000};
    EXPECT_EQ(control(receiver, SIO_SET_COMPATIBILITY_MODE, &mode, sizeof mode), WSAEOPNOTSUPP);
    EXPECT_EQ(control(pair.client, SIO_SET_COMPATIBILITY_MODE, &mode, 4), WSAEINVAL);
    EXPECT_EQ(control(pair.client, SIO_SET_COMPATIBILITY_MODE, &mode, sizeof mode), 0);
    mode.BehaviorId = static_cast<WSA_COMPATIBILITY_BEHAVIOR_ID>(7);
    EXPECT_EQ(control(pair.client, SIO_SET_COMPATIBILITY_MODE, &mode, sizeof mode), WSAEINVAL);
    PRIORITY_HINT hint = IoPriorityHintVeryLow;
    EXPECT_EQ(control(pair.client, SIO_SET_PRIORITY_HINT, &hint, sizeof hint), 0);
    hint = IoPriorityHintNormal;
    EXPECT_EQ(control(pair.client, SIO_SET_PRIORITY_HINT, &hint, sizeof hint), 0);
    hint = MaximumIoPriorityHintType;
    EXPECT_EQ(control(pair.client, SIO_SET_PRIORITY_HINT, &hint, sizeof hint), WSAEINVAL);
}

}  // namespace

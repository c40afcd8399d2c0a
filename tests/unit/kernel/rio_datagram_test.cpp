// Registered I/O's datagrams.
#include <cstring>

#include "rio_sockets.h"

namespace berth::test {

namespace {

using RioDatagramTest = RioTest;

INSTANTIATE_TEST_SUITE_P(IoUring, RioDatagramTest, testing::Values(true, false),
                         [](const auto& test) { return test.param ? "with" : "without"; });

}  // namespace

TEST_P(RioDatagramTest, ADatagramBringsItsAddressesControlDataAndFlags) {
    SOCKET s = socket_make(SOCK_DGRAM);
    sockets.push_back(s);
    const sockaddr_in own = bound_make(s);
    DWORD on = TRUE;
    ASSERT_EQ(setsockopt(s, IPPROTO_IP, IP_PKTINFO, reinterpret_cast<char*>(&on), sizeof on), 0);
    queue_make(8);
    RIO_RQ requests = requests_make(s);
    RIO_BUF data = slice(0, 4), local = slice(64, 32), remote = slice(128, 32);
    RIO_BUF control = slice(256, 128), flags = slice(512, 4);
    EXPECT_TRUE(
        rio.RIOReceiveEx(requests, &data, 1, &local, &remote, &control, &flags, 0, nullptr));
    // To itself.
    SOCKADDR_INET to{};
    to.Ipv4 = own;
    std::memcpy(memory.data() + 1024, &to, sizeof to);
    write(2048, "too long");
    RIO_BUF sent = slice(2048, 8), target = slice(1024, sizeof to);
    EXPECT_TRUE(rio.RIOSendEx(requests, &sent, 1, nullptr, &target, nullptr, nullptr, 0,
                              reinterpret_cast<void*>(1)));
    for (const RIORESULT& one : results(2)) {
        EXPECT_EQ(one.Status, one.RequestContext == 1 ? 0 : WSAEMSGSIZE);
        EXPECT_EQ(one.BytesTransferred, one.RequestContext == 1 ? 8U : 4U);
    }
    EXPECT_EQ(text(0, 4), "too ");
    SOCKADDR_INET told{};
    std::memcpy(&told, memory.data() + 128, sizeof told);
    EXPECT_EQ(std::memcmp(&told.Ipv4, &own, 8), 0);
    std::memcpy(&told, memory.data() + 64, sizeof told);
    EXPECT_EQ(std::memcmp(&told.Ipv4, &own, 8), 0);
    DWORD told_flags = 0;
    std::memcpy(&told_flags, memory.data() + 512, sizeof told_flags);
    EXPECT_EQ(told_flags, DWORD{MSG_TRUNC});
    const auto* objects = reinterpret_cast<RIO_CMSG_BUFFER*>(memory.data() + 256);
    LPWSACMSGHDR header = RIO_CMSG_FIRSTHDR(objects);
    ASSERT_NE(header, nullptr);
    EXPECT_EQ(header->cmsg_level, IPPROTO_IP);
    EXPECT_EQ(header->cmsg_type, IP_PKTINFO);
    IN_PKTINFO info{};
    std::memcpy(&info, WSA_CMSG_DATA(header), sizeof info);
    EXPECT_EQ(info.ipi_addr.s_addr, htonl(INADDR_LOOPBACK));
    EXPECT_EQ(RIO_CMSG_NEXTHDR(objects, header), nullptr);
    // Without a payload.
    EXPECT_TRUE(rio.RIOReceive(requests, nullptr, 0, 0, nullptr));
    EXPECT_TRUE(
        rio.RIOSendEx(requests, nullptr, 0, nullptr, &target, nullptr, nullptr, 0, nullptr));
    for (const RIORESULT& one : results(2))
        EXPECT_EQ(one.Status, 0);
}

TEST_P(RioDatagramTest, ADatagramToAClosedPortIsToldToTheReceive) {
    SOCKET s = socket_make(SOCK_DGRAM);
    SOCKET gone = socket_make(SOCK_DGRAM);
    sockets.push_back(s);
    bound_make(s);
    const sockaddr_in nowhere = bound_make(gone);
    closesocket(gone);
    queue_make(8);
    RIO_RQ requests = requests_make(s);
    EXPECT_TRUE(receive(requests, 0, 8, 1));
    SOCKADDR_INET to{};
    to.Ipv4 = nowhere;
    std::memcpy(memory.data() + 1024, &to, sizeof to);
    RIO_BUF sent = slice(0, 1), target = slice(1024, sizeof to);
    EXPECT_TRUE(rio.RIOSendEx(requests, &sent, 1, nullptr, &target, nullptr, nullptr, 0, nullptr));
    for (const RIORESULT& one : results(2))
        EXPECT_EQ(one.Status, one.RequestContext == 1 ? WSAECONNRESET : 0);
}

// Each socket sends to the next; all of it is committed together, as the documentation of
// RIO_MSG_DEFER and RIO_MSG_COMMIT_ONLY has it. Each datagram is one request's.
TEST_P(RioDatagramTest, DeferredDatagramsOfManySocketsAreCommitted) {
    constexpr ULONG kSockets = 4;
    constexpr ULONG kEach = 8;
    constexpr ULONG kRoom = 64;
    queue_make(2 * kSockets * kEach);
    RIO_RQ requests[kSockets];
    for (ULONG i = 0; i < kSockets; ++i) {
        const SOCKET s = socket_make(SOCK_DGRAM);
        sockets.push_back(s);
        SOCKADDR_INET own{};
        own.Ipv4 = bound_make(s);
        std::memcpy(memory.data() + i * sizeof own, &own, sizeof own);
        requests[i] = requests_make(s, kEach, kEach, reinterpret_cast<void*>(size_t{i}));
        ASSERT_NE(requests[i], RIO_INVALID_RQ) << WSAGetLastError();
    }
    const auto what = [](ULONG from, ULONG number) {
        return std::string(10 + number, static_cast<char>('a' + from));
    };
    const auto room_of = [](ULONG i, ULONG number) { return 4096 + (i * kEach + number) * kRoom; };
    for (ULONG i = 0; i < kSockets; ++i) {
        RIO_BUF target = slice((i + 1) % kSockets * sizeof(SOCKADDR_INET), sizeof(SOCKADDR_INET));
        for (ULONG number = 0; number < kEach; ++number) {
            EXPECT_TRUE(receive(requests[i], room_of(i, number), kRoom, 1 + number, RIO_MSG_DEFER));
            const ULONG place = 32768 + (i * kEach + number) * kRoom;
            write(place, what(i, number));
            RIO_BUF data = slice(place, static_cast<ULONG>(what(i, number).size()));
            EXPECT_TRUE(rio.RIOSendEx(requests[i], &data, 1, nullptr, &target, nullptr, nullptr,
                                      RIO_MSG_DEFER, nullptr));
        }
    }
    for (RIO_RQ each : requests) {
        EXPECT_TRUE(rio.RIOSend(each, nullptr, 0, RIO_MSG_COMMIT_ONLY, nullptr));
        EXPECT_TRUE(rio.RIOReceive(each, nullptr, 0, RIO_MSG_COMMIT_ONLY, nullptr));
    }
    ULONG next[kSockets] = {};
    for (const RIORESULT& one : results(2 * kSockets * kEach)) {
        EXPECT_EQ(one.Status, 0);
        if (one.RequestContext == 0)
            continue;
        const auto to = static_cast<ULONG>(one.SocketContext);
        const ULONG number = next[to]++;
        EXPECT_EQ(one.RequestContext, 1 + number) << "in order";
        EXPECT_EQ(text(room_of(to, number), one.BytesTransferred),
                  what((to + kSockets - 1) % kSockets, number));
    }
    EXPECT_EQ(pending_results(), 0U);
}

}  // namespace berth::test

// SIO_ACQUIRE_PORT_RESERVATION and what goes with it; SIO_RCVALL.
#include "option_sockets.h"

#include "mstcpip.h"

using namespace berth::test;

namespace {

class Reservation : public ::testing::TestWithParam<int> {
    Winsock winsock;

  protected:
    int control(SOCKET s, DWORD code, const void* in, DWORD in_length, void* out = nullptr,
                DWORD out_length = 0) {
        DWORD returned = 77;
        return code_of(WSAIoctl(s, code, const_cast<void*>(in), in_length, out, out_length,
                                &returned, nullptr, nullptr));
    }
    int acquire(SOCKET s, USHORT ports, INET_PORT_RESERVATION_INSTANCE* instance) {
        const INET_PORT_RANGE range{0, ports};
        return control(s, SIO_ACQUIRE_PORT_RESERVATION, &range, sizeof range, instance,
                       sizeof *instance);
    }
    int associate(SOCKET s, const INET_PORT_RESERVATION_INSTANCE& instance) {
        return control(s, SIO_ASSOCIATE_PORT_RESERVATION, &instance.Token, sizeof instance.Token);
    }
    static int bind_any(SOCKET s, USHORT port = 0) {
        sockaddr_in any{};
        any.sin_family = AF_INET;
        any.sin_port = htons(port);
        return code_of(bind(s, reinterpret_cast<sockaddr*>(&any), sizeof any));
    }
    static int port_of(SOCKET s) {
        sockaddr_in name{};
        int length = sizeof name;
        EXPECT_EQ(code_of(getsockname(s, reinterpret_cast<sockaddr*>(&name), &length)), 0);
        return ntohs(name.sin_port);
    }

    OwnedSocket owner{AF_INET, GetParam()};
    INET_PORT_RESERVATION_INSTANCE block{};
};
INSTANTIATE_TEST_SUITE_P(Types, Reservation, ::testing::Values(SOCK_STREAM, SOCK_DGRAM));

TEST_P(Reservation, GivesItsPortsToAssociatedSockets) {
    ASSERT_EQ(acquire(owner, 2, &block), 0);
    EXPECT_EQ(block.Reservation.NumberOfPorts, 2);
    const int first = ntohs(block.Reservation.StartPort);
    EXPECT_NE(block.Token.Token, INVALID_PORT_RESERVATION_TOKEN);
    OwnedSocket stranger(AF_INET, GetParam());
    EXPECT_EQ(bind_any(stranger, static_cast<USHORT>(first)), WSAEADDRINUSE);
    OwnedSocket one(AF_INET, GetParam());
    OwnedSocket two(AF_INET, GetParam());
    OwnedSocket three(AF_INET, GetParam());
    for (SOCKET s : {SOCKET{one}, SOCKET{two}, SOCKET{three}})
        ASSERT_EQ(associate(s, block), 0);
    EXPECT_EQ(bind_any(one, 1), WSAEADDRNOTAVAIL);  // not of the block
    EXPECT_EQ(bind_any(one), 0);
    EXPECT_EQ(bind_any(two, static_cast<USHORT>(first + 1)), 0);
    EXPECT_EQ(port_of(one), first);
    EXPECT_EQ(port_of(two), first + 1);
    EXPECT_EQ(bind_any(three), WSAEADDRINUSE);
    one.close();
    EXPECT_EQ(bind_any(stranger, static_cast<USHORT>(first)), WSAEADDRINUSE);  // held again
    EXPECT_EQ(bind_any(three), 0);
    EXPECT_EQ(port_of(three), first);
    EXPECT_EQ(associate(three, block), WSAEINVAL);  // bound
}

TEST_P(Reservation, EndsWithItsSocketOrByItself) {
    ASSERT_EQ(acquire(owner, 1, &block), 0);
    const auto port = ntohs(block.Reservation.StartPort);
    OwnedSocket late(AF_INET, GetParam());
    ASSERT_EQ(associate(late, block), 0);
    EXPECT_EQ(control(owner, SIO_RELEASE_PORT_RESERVATION, &block.Token, sizeof block.Token), 0);
    EXPECT_EQ(control(owner, SIO_RELEASE_PORT_RESERVATION, &block.Token, sizeof block.Token),
              WSAEINVAL);
    EXPECT_EQ(bind_any(late), WSAEINVAL);
    // The same port by name, and with the life of the socket.
    const INET_PORT_RANGE range{htons(port), 1};
    const int code =
        control(owner, SIO_ACQUIRE_PORT_RESERVATION, &range, sizeof range, &block, sizeof block);
    if (code == WSAEADDRINUSE)
        GTEST_SKIP() << "another process was quicker";
    ASSERT_EQ(code, 0);
    EXPECT_EQ(ntohs(block.Reservation.StartPort), port);
    owner.close();
    EXPECT_EQ(associate(OwnedSocket(AF_INET, GetParam()), block), WSAEINVAL);
}

TEST_P(Reservation, BadParametersAreRefused) {
    EXPECT_EQ(acquire(owner, 0, &block), WSAEINVAL);
    INET_PORT_RANGE range{htons(65535), 2};
    EXPECT_EQ(
        control(owner, SIO_ACQUIRE_PORT_RESERVATION, &range, sizeof range, &block, sizeof block),
        WSAEINVAL);
    range = {0, 1};
    EXPECT_EQ(control(owner, SIO_ACQUIRE_PORT_RESERVATION, &range, sizeof range, &block, 4),
              WSAEINVAL);
    EXPECT_EQ(control(owner, SIO_ACQUIRE_PORT_RESERVATION, nullptr, 0, &block, sizeof block),
              WSAEFAULT);
    block.Token.Token = 4242;
    EXPECT_EQ(associate(owner, block), WSAEINVAL);
    OwnedSocket unix_stream(AF_UNIX, SOCK_STREAM);
    EXPECT_EQ(associate(unix_stream, block), WSAEOPNOTSUPP);
    ASSERT_EQ(acquire(owner, 1, &block), 0);
    OwnedSocket other(AF_INET, GetParam() == SOCK_STREAM ? SOCK_DGRAM : SOCK_STREAM);
    EXPECT_EQ(associate(other, block), WSAEINVAL);
}

// ---- SIO_RCVALL ----

class ReceiveAll : public Reservation {
  protected:
    void SetUp() override {
        raw = OwnedSocket(socket(AF_INET, SOCK_RAW, IPPROTO_IP));
        if (raw == INVALID_SOCKET)
            GTEST_SKIP() << "raw sockets need privileges: " << WSAGetLastError();
    }
    int mode_set(DWORD mode) { return control(raw, SIO_RCVALL, &mode, sizeof mode); }

    OwnedSocket raw;
};
INSTANTIATE_TEST_SUITE_P(Raw, ReceiveAll, ::testing::Values(SOCK_DGRAM));

TEST_P(ReceiveAll, HearsWhatPasses) {
    EXPECT_EQ(mode_set(RCVALL_ON), WSAEINVAL);  // not bound to an interface
    bind_loopback(raw);
    EXPECT_EQ(option_set<DWORD>(raw, SOL_SOCKET, SO_RCVTIMEO, 500), 0);
    ASSERT_EQ(mode_set(RCVALL_ON), 0);
    EXPECT_EQ(mode_set(RCVALL_ON), 0);
    OwnedSocket receiver(AF_INET, SOCK_DGRAM);
    sockaddr_in to = bind_loopback(receiver);
    char packet[65536];
    // On a busy machine the packet may find no room: it is sent again, now and then.
    constexpr int kOften = 64;
    int others = 0;
    for (bool found = false; !found; ++others) {
        if (others % kOften == 0) {
            ASSERT_EQ(sendto(owner, "seen", 4, 0, reinterpret_cast<sockaddr*>(&to), sizeof to), 4);
        }
        sockaddr_in from{};
        int length = sizeof from;
        const int size =
            recvfrom(raw, packet, sizeof packet, 0, reinterpret_cast<sockaddr*>(&from), &length);
        if (size < 0 && WSAGetLastError() == WSAETIMEDOUT) {
            others = -1;
            continue;
        }
        ASSERT_GT(size, 0) << WSAGetLastError();
        EXPECT_EQ(from.sin_family, AF_INET);
        // Others' packets pass as well. An IPv4 header of 20 bytes, UDP's ports behind it.
        found = size == 32 && packet[0] == 0x45 && packet[9] == IPPROTO_UDP &&
                std::memcmp(packet + 22, &to.sin_port, 2) == 0;
        if (found) {
            EXPECT_EQ(from.sin_addr.s_addr, htonl(INADDR_LOOPBACK));
            EXPECT_EQ(std::memcmp(packet + 28, "seen", 4), 0);
        }
    }
    sockaddr_in name{};
    int length = sizeof name;
    EXPECT_EQ(code_of(getsockname(raw, reinterpret_cast<sockaddr*>(&name), &length)), 0);
    EXPECT_EQ(name.sin_addr.s_addr, htonl(INADDR_LOOPBACK));
    EXPECT_EQ(mode_set(RCVALL_OFF), 0);
    EXPECT_EQ(mode_set(7), WSAEINVAL);
    EXPECT_EQ(code_of(getsockname(raw, reinterpret_cast<sockaddr*>(&name), &length)), 0);
}

}  // namespace

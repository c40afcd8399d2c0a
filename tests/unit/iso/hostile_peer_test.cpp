// Peers of ISO sockets that do what they should not: they speak TCP themselves.
#include <sys/uio.h>
#include <thread>

#include "iso_sockets.h"
#include "memoryapi.h"
#include "providers/iso/socket.h"

using namespace iso_test;
using berth::iso::DisconnectReason;
using berth::iso::IsoAddress;
using berth::iso::kControlTpktMax;
using berth::iso::Octets;
using berth::iso::tcp_address_of;
using berth::iso::tcp_connect;
using berth::iso::tcp_open;
using berth::iso::tcp_read;
using berth::iso::tcp_write;
using berth::iso::TcpDescriptor;
using berth::iso::Tpdu;
using berth::iso::tpdu_write;
using berth::iso::TpduKind;

namespace {

// The octets of a peer's stream.
class RawPeer {
  public:
    explicit RawPeer(const sockaddr_tp& to) {
        const IsoAddress address = iso_test::read(to);
        EXPECT_EQ(tcp_open(false, false, &tcp_), 0);
        tcp_connect(tcp_.get(), tcp_address_of(address));
    }
    void send(Octets octets) {
        iovec piece{const_cast<uint8_t*>(octets.data()), octets.size()};
        long written = 0;
        do {
            written = tcp_write(tcp_.get(), &piece, 1);
        } while (written == -EAGAIN || written == -ENOTCONN);
        EXPECT_EQ(written, static_cast<long>(octets.size()));
    }
    void send(const Tpdu& tpdu, uint8_t transport_class = 0) {
        uint8_t octets[kControlTpktMax];
        send({octets, tpdu_write(tpdu, transport_class, octets)});
    }
    // All until the end of the stream.
    std::vector<uint8_t> rest() {
        std::vector<uint8_t> all;
        for (;;) {
            uint8_t octets[512];
            const long count = tcp_read(tcp_.get(), octets, sizeof octets);
            if (count > 0)
                all.insert(all.end(), octets, octets + count);
            else if (count == -EAGAIN || count == -ENOTCONN)
                std::this_thread::yield();
            else
                return all;
        }
    }
    // At least so many octets.
    std::vector<uint8_t> receive(size_t least) {
        std::vector<uint8_t> all;
        while (all.size() < least) {
            uint8_t octets[512];
            const long count = tcp_read(tcp_.get(), octets, sizeof octets);
            if (count > 0)
                all.insert(all.end(), octets, octets + count);
            else if (count != -EAGAIN && count != -ENOTCONN)
                break;
        }
        return all;
    }
    void close() { tcp_.reset(); }

  private:
    TcpDescriptor tcp_;
};

Tpdu request_make() {
    Tpdu request;
    request.kind = TpduKind::kConnectRequest;
    request.src_ref = 0x1234;
    static constexpr uint8_t kSelector[] = {'S', 'E', 'R', 'V', 'E', 'R'};
    request.parameters.called_selector = kSelector;
    return request;
}

// A socket whose peer is a raw one.
struct RawPair {
    RawPair() : peer(listener.at) {
        peer.send(request_make());
        server = accept(listener.s, nullptr, nullptr);
        EXPECT_NE(server, INVALID_SOCKET);
        EXPECT_GE(peer.receive(11).size(), 11u);
    }
    ~RawPair() { closesocket(server); }
    RawPair(const RawPair&) = delete;
    RawPair& operator=(const RawPair&) = delete;

    Listener listener;
    RawPeer peer;
    SOCKET server = INVALID_SOCKET;
};

class IsoHostilePeer : public ::testing::Test {
  protected:
    Winsock winsock;
};

}  // namespace

TEST_F(IsoHostilePeer, AnotherSelectorIsRefused) {
    Listener listener;
    RawPeer peer(listener.at);
    Tpdu request = request_make();
    static constexpr uint8_t kOther[] = {'X'};
    request.parameters.called_selector = kOther;
    peer.send(request);
    const auto answer = peer.rest();
    ASSERT_GE(answer.size(), 11u);
    EXPECT_EQ(answer[5], 0x80);  // DR
    EXPECT_EQ(answer[10], static_cast<uint8_t>(DisconnectReason::kAddressUnknown));
}

TEST_F(IsoHostilePeer, WhatIsNoTpktEndsTheConnection) {
    RawPair pair;
    static constexpr uint8_t kRubbish[] = {'G', 'E', 'T', ' ', '/', '\r', '\n'};
    pair.peer.send(Octets(kRubbish));
    char octet = 0;
    EXPECT_EQ(recv(pair.server, &octet, 1, 0), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAECONNABORTED);
    pair.peer.rest();
}

TEST_F(IsoHostilePeer, UnknownTpduIsAnsweredByAnError) {
    RawPair pair;
    static constexpr uint8_t kUnknown[] = {3, 0, 0, 7, 2, 0x30, 0};
    pair.peer.send(Octets(kUnknown));
    const auto answer = pair.peer.rest();
    ASSERT_GE(answer.size(), 6u);
    EXPECT_EQ(answer[5], 0x70);  // ER
    char octet = 0;
    EXPECT_EQ(recv(pair.server, &octet, 1, 0), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAECONNABORTED);
}

TEST_F(IsoHostilePeer, OctetByOctetIsAMessageAllTheSame) {
    RawPair pair;
    static constexpr uint8_t kMessage[] = {3, 0, 0, 9, 2, 0xF0, 0x80, 'h', 'i'};
    std::thread slow([&] {
        for (const uint8_t& octet : kMessage)
            pair.peer.send({&octet, 1});
    });
    EXPECT_EQ(receive(pair.server), "hi");
    slow.join();
}

TEST_F(IsoHostilePeer, ThousandsThatSayNothingDoNotStopAGoodOne) {
    Listener listener;
    std::vector<RawPeer> silent;
    silent.reserve(300);
    for (int round = 0; round < 10; ++round) {
        silent.clear();
        for (int i = 0; i < 300; ++i)
            silent.emplace_back(listener.at);
    }
    const SOCKET client = open();
    std::thread connecting([&] {
        EXPECT_EQ(connect(client, plain(listener.at), sizeof listener.at), 0) << WSAGetLastError();
    });
    const SOCKET server = accept(listener.s, nullptr, nullptr);
    EXPECT_NE(server, INVALID_SOCKET);
    connecting.join();
    closesocket(client);
    closesocket(server);
}

TEST_F(IsoHostilePeer, SilenceEndsWhenItsTimeIsOver) {
    const Listener listener;
    RawPeer early(listener.at);
    // The reactor takes it no later than the next one's request.
    RawPeer next(listener.at);
    next.send(request_make());
    closesocket(accept(listener.s, nullptr, nullptr));
    constexpr uint64_t kLonger = 16'000'000'000;
    berth::iso::socket_find(listener.s)->time_out(berth::iso::clock_now() + kLonger);
    EXPECT_TRUE(early.rest().empty());
}

TEST_F(IsoHostilePeer, MemoryThatWentAwayIsAnError) {
    RawPair pair;
    constexpr ULONG kSize = 65536;
    WSABUF room{kSize, static_cast<char*>(
                           VirtualAlloc(nullptr, kSize, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE))};
    ASSERT_NE(room.buf, nullptr);
    OVERLAPPED overlapped{};
    DWORD flags = 0;
    EXPECT_EQ(WSARecv(pair.server, &room, 1, nullptr, &flags, &overlapped, nullptr), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSA_IO_PENDING);
    EXPECT_TRUE(VirtualFree(room.buf, 0, MEM_RELEASE));
    static constexpr uint8_t kMessage[] = {3, 0, 0, 9, 2, 0xF0, 0x80, 'h', 'i'};
    pair.peer.send(Octets(kMessage));
    DWORD got = 0;
    EXPECT_FALSE(WSAGetOverlappedResult(pair.server, &overlapped, &got, TRUE, &flags));
    EXPECT_EQ(WSAGetLastError(), WSAEFAULT);
    EXPECT_EQ(receive(pair.server), "hi");
}

TEST_F(IsoHostilePeer, RequestsBeyondTheBacklogAreRefused) {
    Listener listener(ISOPROTO_TP0, "SERVER", 2);
    RawPeer first(listener.at);
    RawPeer second(listener.at);
    first.send(request_make());
    second.send(request_make());
    // The order in which three peers are heard is the reactor's: one of them is refused.
    RawPeer third(listener.at);
    third.send(request_make());
    int accepted = 0;
    for (int i = 0; i < 2; ++i) {
        const SOCKET s = accept(listener.s, nullptr, nullptr);
        accepted += s != INVALID_SOCKET;
        closesocket(s);
    }
    EXPECT_EQ(accepted, 2);
}

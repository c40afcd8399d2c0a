// Binding beside sockets that are not this library's: other processes', for one.
#include "providers/kernel/bound_address.h"

#include <atomic>
#include <thread>
#include <vector>

#include "connection_test.h"
#include "providers/kernel/linux.h"

namespace berth::test {
namespace {

class BoundAddressTest : public WinsockTest {
  protected:
    // A socket that Winsock has not heard of, bound to the loopback.
    int foreign_bind(int type, int option, USHORT port = 0) {
        int fd = lnx::sys_socket(lnx::kAfInet, type, 0);
        int on = 1;
        if (option != 0)
            lnx::sys_setsockopt(fd, lnx::kSolSocket, option, &on, sizeof on);
        sockaddr_in address = loopback(port);
        EXPECT_EQ(lnx::sys_bind(fd, &address, sizeof address), 0);
        return fd;
    }

    sockaddr_in name_of(int fd) {
        sockaddr_in address{};
        unsigned length = sizeof address;
        lnx::sys_getsockname(fd, &address, &length);
        return address;
    }

    int bind_with(int type, int option, const sockaddr_in& address) {
        SOCKET s = socket(AF_INET, type, 0);
        int on = 1;
        if (option != 0) {
            EXPECT_EQ(setsockopt(s, SOL_SOCKET, option, reinterpret_cast<char*>(&on), sizeof on),
                      0);
        }
        int result = bind(s, reinterpret_cast<const sockaddr*>(&address), sizeof address);
        int code = result == 0 ? 0 : WSAGetLastError();
        closesocket(s);
        return code;
    }
};

TEST_F(BoundAddressTest, BesideAForeignSocket) {
    for (int type : {SOCK_STREAM, SOCK_DGRAM}) {
        int fd = foreign_bind(type, 0);
        sockaddr_in address = name_of(fd);
        EXPECT_EQ(bind_with(type, 0, address), WSAEADDRINUSE);
        EXPECT_EQ(bind_with(type, SO_EXCLUSIVEADDRUSE, address), WSAEADDRINUSE);
        EXPECT_EQ(bind_with(type, SO_REUSEADDR, address), WSAEACCES);
        lnx::sys_close(fd);
        EXPECT_EQ(bind_with(type, 0, address), 0);
    }
}

TEST_F(BoundAddressTest, BesideAForeignSocketThatShares) {
    // As this library in another process asks for it.
    int fd = foreign_bind(SOCK_STREAM, lnx::kSoReusePort);
    sockaddr_in address = name_of(fd);
    EXPECT_EQ(bind_with(SOCK_STREAM, 0, address), WSAEADDRINUSE);
    EXPECT_EQ(bind_with(SOCK_STREAM, SO_EXCLUSIVEADDRUSE, address), WSAEADDRINUSE);
    EXPECT_EQ(bind_with(SOCK_STREAM, SO_REUSEADDR, address), 0);
    lnx::sys_close(fd);
}

TEST_F(BoundAddressTest, AForeignSocketMeetsTheKernelsOptionsAsTheyWereBefore) {
    // The leave that is lent for the second bind is taken back.
    SOCKET everywhere = socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    ASSERT_EQ(bind(everywhere, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    address = name_of(static_cast<int>(everywhere));
    sockaddr_in here = loopback(ntohs(address.sin_port));
    EXPECT_EQ(bind_with(SOCK_DGRAM, 0, here), 0);
    int fd = lnx::sys_socket(lnx::kAfInet, lnx::kSockDgram, 0);
    int on = 1;
    lnx::sys_setsockopt(fd, lnx::kSolSocket, lnx::kSoReuseAddr, &on, sizeof on);
    EXPECT_NE(lnx::sys_bind(fd, &here, sizeof here), 0);
    lnx::sys_close(fd);
    closesocket(everywhere);
}

TEST_F(BoundAddressTest, AFailedBindLeavesNoTrace) {
    SOCKET first = socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in address = loopback();
    ASSERT_EQ(bind(first, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    address = name_of(static_cast<int>(first));
    SOCKET second = socket(AF_INET, SOCK_DGRAM, 0);
    int on = 1;
    setsockopt(second, SOL_SOCKET, SO_REUSEADDR, reinterpret_cast<char*>(&on), sizeof on);
    EXPECT_EQ(bind(second, reinterpret_cast<sockaddr*>(&address), sizeof address), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAEACCES);
    on = 0;
    setsockopt(second, SOL_SOCKET, SO_REUSEADDR, reinterpret_cast<char*>(&on), sizeof on);
    EXPECT_EQ(bind(second, reinterpret_cast<sockaddr*>(&address), sizeof address), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAEADDRINUSE);
    closesocket(first);
    EXPECT_EQ(bind(second, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    closesocket(second);
}

TEST_F(BoundAddressTest, ADuplicateHoldsTheAddress) {
    SOCKET first = socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in address = loopback();
    ASSERT_EQ(bind(first, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    address = name_of(static_cast<int>(first));
    WSAPROTOCOL_INFOW info;
    ASSERT_EQ(WSADuplicateSocketW(first, GetCurrentProcessId(), &info), 0);
    SOCKET second =
        WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0, 0);
    ASSERT_NE(second, INVALID_SOCKET);
    closesocket(first);
    EXPECT_EQ(bind_with(SOCK_DGRAM, SO_REUSEADDR, address), WSAEACCES);
    address.sin_addr.s_addr = INADDR_ANY;
    EXPECT_EQ(bind_with(SOCK_DGRAM, 0, address), 0);
    EXPECT_EQ(bind_with(SOCK_DGRAM, SO_EXCLUSIVEADDRUSE, address), WSAEADDRINUSE);
    closesocket(second);
}

TEST_F(BoundAddressTest, ManyThreadsBindAndCloseBesideEachOther) {
    SOCKET everywhere = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    ASSERT_EQ(bind(everywhere, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(listen(everywhere, SOMAXCONN), 0);
    USHORT port = ntohs(name_of(static_cast<int>(everywhere)).sin_port);
    constexpr int kThreads = 4;
    constexpr int kRounds = 50;
    std::atomic<int> unexpected{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&, i] {
            sockaddr_in mine = loopback(port);
            mine.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + static_cast<u_long>(i));
            for (int round = 0; round < kRounds; ++round) {
                SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
                unexpected += bind(s, reinterpret_cast<sockaddr*>(&mine), sizeof mine) != 0;
                unexpected += listen(s, 1) != 0;
                unexpected += bind_with(SOCK_STREAM, 0, mine) != WSAEADDRINUSE;
                closesocket(s);
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(unexpected, 0);
    closesocket(everywhere);
}

}  // namespace
}  // namespace berth::test

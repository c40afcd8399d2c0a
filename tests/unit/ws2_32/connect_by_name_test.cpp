// WSAConnectByName, WSAConnectByList against listeners on the loopback.
#include "winsock2.h"
#include "ws2tcpip.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

#include "startup_scope.h"

namespace {

class Socket {
  public:
    explicit Socket(int family, int type = SOCK_STREAM) : s_(socket(family, type, 0)) {}
    ~Socket() { closesocket(s_); }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    SOCKET get() const { return s_; }

  private:
    SOCKET s_;
};

SOCKADDR_IN loopback(u_short port) {
    SOCKADDR_IN in{};
    in.sin_family = AF_INET;
    in.sin_port = htons(port);
    in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return in;
}

class ConnectByNameTest : public StartedTest {
  protected:
    void SetUp() override {
        StartedTest::SetUp();
        listener = socket(AF_INET, SOCK_STREAM, 0);
        SOCKADDR_IN in = loopback(0);
        int length = sizeof in;
        ASSERT_EQ(0, bind(listener, reinterpret_cast<sockaddr*>(&in), length));
        ASSERT_EQ(0, listen(listener, 5));
        ASSERT_EQ(0, getsockname(listener, reinterpret_cast<sockaddr*>(&in), &length));
        port = ntohs(in.sin_port);
    }
    void TearDown() override {
        closesocket(listener);
        StartedTest::TearDown();
    }
    std::string service() const { return std::to_string(port); }

    SOCKET listener = INVALID_SOCKET;
    u_short port = 0;
};

BOOL connect_name(SOCKET s, const char* node, const std::string& service) {
    return WSAConnectByNameA(s, node, service.c_str(), nullptr, nullptr, nullptr, nullptr, nullptr,
                             nullptr);
}

}  // namespace

TEST_F(ConnectByNameTest, ConnectsAndTellsBothAddresses) {
    const Socket s(AF_INET);
    SOCKADDR_IN local{};
    SOCKADDR_IN remote{};
    DWORD local_length = sizeof local;
    DWORD remote_length = sizeof remote;
    ASSERT_TRUE(WSAConnectByNameA(s.get(), "localhost", service().c_str(), &local_length,
                                  reinterpret_cast<sockaddr*>(&local), &remote_length,
                                  reinterpret_cast<sockaddr*>(&remote), nullptr, nullptr))
        << WSAGetLastError();
    EXPECT_EQ(sizeof local, local_length);
    EXPECT_EQ(AF_INET, local.sin_family);
    EXPECT_EQ(port, ntohs(remote.sin_port));
}

TEST_F(ConnectByNameTest, WithATimeoutTheSocketStaysBlocking) {
    const Socket s(AF_INET);
    const timeval timeout{5, 0};
    WCHAR node[] = L"127.0.0.1";
    std::wstring name;
    for (const char c : service())
        name += static_cast<wchar_t>(c);
    ASSERT_TRUE(WSAConnectByNameW(s.get(), node, name.data(), nullptr, nullptr, nullptr, nullptr,
                                  &timeout, nullptr))
        << WSAGetLastError();
    const SOCKET accepted = accept(listener, nullptr, nullptr);
    ASSERT_NE(INVALID_SOCKET, accepted);
    ASSERT_EQ(1, send(accepted, "x", 1, 0));
    char byte = 0;
    EXPECT_EQ(1, recv(s.get(), &byte, 1, 0));
    closesocket(accepted);
}

TEST_F(ConnectByNameTest, BlocksOnANonBlockingSocket) {
    const Socket s(AF_INET);
    u_long on = 1;
    ASSERT_EQ(0, ioctlsocket(s.get(), FIONBIO, &on));
    EXPECT_TRUE(connect_name(s.get(), "127.0.0.1", service())) << WSAGetLastError();
}

TEST_F(ConnectByNameTest, AnIpv6SocketForBothReachesIpv4) {
    const Socket s(AF_INET6);
    const DWORD off = 0;
    ASSERT_EQ(0, setsockopt(s.get(), IPPROTO_IPV6, IPV6_V6ONLY, reinterpret_cast<const char*>(&off),
                            sizeof off));
    EXPECT_TRUE(connect_name(s.get(), "127.0.0.1", service())) << WSAGetLastError();
    const Socket only(AF_INET6);
    EXPECT_FALSE(connect_name(only.get(), "127.0.0.1", service()));
    EXPECT_EQ(WSAHOST_NOT_FOUND, WSAGetLastError());
}

TEST_F(ConnectByNameTest, RefusedIsTold) {
    closesocket(listener);
    const Socket s(AF_INET);
    EXPECT_FALSE(connect_name(s.get(), "127.0.0.1", service()));
    EXPECT_EQ(WSAECONNREFUSED, WSAGetLastError());
    const Socket t(AF_INET);
    const timeval timeout{5, 0};
    EXPECT_FALSE(WSAConnectByNameA(t.get(), "127.0.0.1", service().c_str(), nullptr, nullptr,
                                   nullptr, nullptr, &timeout, nullptr));
    EXPECT_EQ(WSAECONNREFUSED, WSAGetLastError());
}

TEST_F(ConnectByNameTest, BadArguments) {
    const Socket s(AF_INET);
    EXPECT_FALSE(connect_name(s.get(), nullptr, "1"));
    EXPECT_EQ(WSAEINVAL, WSAGetLastError());
    EXPECT_FALSE(WSAConnectByNameA(s.get(), "127.0.0.1", nullptr, nullptr, nullptr, nullptr,
                                   nullptr, nullptr, nullptr));
    EXPECT_EQ(WSAEINVAL, WSAGetLastError());
    EXPECT_FALSE(connect_name(INVALID_SOCKET, "127.0.0.1", "1"));
    EXPECT_EQ(WSAENOTSOCK, WSAGetLastError());
    EXPECT_FALSE(connect_name(s.get(), "no-such-host.invalid", "1"));
    EXPECT_EQ(WSAHOST_NOT_FOUND, WSAGetLastError());
    EXPECT_FALSE(connect_name(s.get(), "127.0.0.1", "nosuchservice"));
    EXPECT_EQ(WSATYPE_NOT_FOUND, WSAGetLastError());
    const Socket datagram(AF_INET, SOCK_DGRAM);
    EXPECT_FALSE(connect_name(datagram.get(), "127.0.0.1", "1"));
    EXPECT_EQ(WSAEOPNOTSUPP, WSAGetLastError());
    SOCKADDR_IN local{};
    DWORD length = sizeof local - 1;
    EXPECT_FALSE(WSAConnectByNameA(s.get(), "127.0.0.1", "1", &length,
                                   reinterpret_cast<sockaddr*>(&local), nullptr, nullptr, nullptr,
                                   nullptr));
    EXPECT_EQ(WSAEFAULT, WSAGetLastError());
}

TEST_F(ConnectByNameTest, AListIsTriedInOrder) {
    // The first address has nobody listening: a socket that is bound only.
    const Socket holder(AF_INET);
    SOCKADDR_IN nobody = loopback(0);
    int length = sizeof nobody;
    ASSERT_EQ(0, bind(holder.get(), reinterpret_cast<sockaddr*>(&nobody), length));
    ASSERT_EQ(0, getsockname(holder.get(), reinterpret_cast<sockaddr*>(&nobody), &length));
    SOCKADDR_IN somebody = loopback(port);
    std::vector<char> room(SIZEOF_SOCKET_ADDRESS_LIST(2));
    auto* list = reinterpret_cast<SOCKET_ADDRESS_LIST*>(room.data());
    list->iAddressCount = 2;
    list->Address[0] = {reinterpret_cast<sockaddr*>(&nobody), sizeof nobody};
    list->Address[1] = {reinterpret_cast<sockaddr*>(&somebody), sizeof somebody};
    const Socket s(AF_INET);
    SOCKADDR_IN remote{};
    DWORD remote_length = sizeof remote;
    ASSERT_TRUE(WSAConnectByList(s.get(), list, nullptr, nullptr, &remote_length,
                                 reinterpret_cast<sockaddr*>(&remote), nullptr, nullptr))
        << WSAGetLastError();
    EXPECT_EQ(port, ntohs(remote.sin_port));
    const Socket t(AF_INET);
    list->iAddressCount = 0;
    EXPECT_FALSE(
        WSAConnectByList(t.get(), list, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr));
    EXPECT_EQ(WSAEINVAL, WSAGetLastError());
    EXPECT_FALSE(
        WSAConnectByList(t.get(), nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr));
    EXPECT_EQ(WSAEINVAL, WSAGetLastError());
}

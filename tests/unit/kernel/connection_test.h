// A started Winsock and connected pairs, for tests of the provider through the public API.
#pragma once

#include <gtest/gtest.h>

#include "winsock2.h"
#include "ws2tcpip.h"

namespace berth::test {

class WinsockTest : public testing::Test {
  protected:
    void SetUp() override {
        WSADATA data;
        ASSERT_EQ(WSAStartup(MAKEWORD(2, 2), &data), 0);
    }
    void TearDown() override { WSACleanup(); }
};

inline sockaddr_in loopback(u_short port = 0) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

// A listening socket on a port that the kernel chose, and its address.
inline SOCKET listener_make(sockaddr_in* address) {
    SOCKET listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    *address = loopback();
    EXPECT_EQ(bind(listener, reinterpret_cast<sockaddr*>(address), sizeof *address), 0);
    EXPECT_EQ(listen(listener, SOMAXCONN), 0);
    int length = sizeof *address;
    EXPECT_EQ(getsockname(listener, reinterpret_cast<sockaddr*>(address), &length), 0);
    return listener;
}

inline SOCKET client_make(const sockaddr_in& address) {
    SOCKET client = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    EXPECT_EQ(connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0)
        << WSAGetLastError();
    return client;
}

}  // namespace berth::test

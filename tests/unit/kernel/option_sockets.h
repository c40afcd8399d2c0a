// Sockets for the tests of options, ioctls and messages: started, connected, closed by themselves.
#pragma once

#include <gtest/gtest.h>

#include <sys/mman.h>

#include <cstring>
#include <utility>

#include "connection_test.h"
#include "winsock2.h"
#include "ws2tcpip.h"

namespace berth::test {

class Winsock {
  public:
    Winsock() {
        WSADATA data{};
        EXPECT_EQ(WSAStartup(MAKEWORD(2, 2), &data), 0);
    }
    Winsock(const Winsock&) = delete;
    Winsock& operator=(const Winsock&) = delete;
    ~Winsock() { WSACleanup(); }
};

class OwnedSocket {
  public:
    explicit OwnedSocket(SOCKET s = INVALID_SOCKET) : s_(s) {}
    OwnedSocket(int family, int type, int protocol = 0) : s_(socket(family, type, protocol)) {
        EXPECT_NE(s_, INVALID_SOCKET) << WSAGetLastError();
    }
    OwnedSocket(OwnedSocket&& other) noexcept : s_(std::exchange(other.s_, INVALID_SOCKET)) {}
    OwnedSocket& operator=(OwnedSocket&& other) noexcept {
        std::swap(s_, other.s_);
        return *this;
    }
    ~OwnedSocket() { close(); }
    operator SOCKET() const { return s_; }
    void close() {
        if (s_ != INVALID_SOCKET)
            closesocket(std::exchange(s_, INVALID_SOCKET));
    }

  private:
    SOCKET s_;
};

inline sockaddr_in6 loopback6() {
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_addr.s6_addr[15] = 1;
    return address;
}

// Binds to a free port of the loopback interface and returns the address.
inline sockaddr_in bind_loopback(SOCKET s) {
    sockaddr_in address = loopback();
    EXPECT_EQ(bind(s, reinterpret_cast<sockaddr*>(&address), sizeof address), 0)
        << WSAGetLastError();
    int length = sizeof address;
    EXPECT_EQ(getsockname(s, reinterpret_cast<sockaddr*>(&address), &length), 0);
    return address;
}

struct Pair {
    OwnedSocket client;
    OwnedSocket server;
};

inline Pair tcp_pair() {
    OwnedSocket listener(AF_INET, SOCK_STREAM);
    sockaddr_in address = bind_loopback(listener);
    EXPECT_EQ(listen(listener, 1), 0);
    Pair pair{OwnedSocket(AF_INET, SOCK_STREAM), OwnedSocket()};
    EXPECT_EQ(connect(pair.client, reinterpret_cast<sockaddr*>(&address), sizeof address), 0)
        << WSAGetLastError();
    pair.server = OwnedSocket(accept(listener, nullptr, nullptr));
    return pair;
}

// An address where nothing is.
inline char* unmapped() {
    constexpr size_t kPage = 4096;
    void* page = mmap(nullptr, kPage, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    EXPECT_EQ(munmap(page, kPage), 0);
    return static_cast<char*>(page);
}

// The code of a call that answered `result`; 0 where it succeeded.
inline int code_of(int result) {
    return result == SOCKET_ERROR ? WSAGetLastError() : 0;
}

template <typename T>
int option_set(SOCKET s, int level, int name, T value, int length = sizeof(T)) {
    return code_of(setsockopt(s, level, name, reinterpret_cast<const char*>(&value), length));
}

// The option as a DWORD; fails the test when it cannot be read whole.
inline int option_get(SOCKET s, int level, int name) {
    int value = -12345;
    int length = sizeof value;
    EXPECT_EQ(code_of(getsockopt(s, level, name, reinterpret_cast<char*>(&value), &length)), 0)
        << "level " << level << " option " << name;
    EXPECT_EQ(length, 4);
    return value;
}

inline int option_get_code(SOCKET s, int level, int name, int length = 4) {
    char value[1024];
    return code_of(getsockopt(s, level, name, value, &length));
}

}  // namespace berth::test

// WSAAddressToString, WSAStringToAddress, and the byte order of a socket's protocol.
#include "winsock2.h"
#include "ws2tcpip.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "afunix.h"
#include "startup_scope.h"

namespace {

using AddressStringTest = StartedTest;

// "text", or "error N" with the length that is asked for.
std::string write(const void* address, DWORD length, DWORD room = 200) {
    char text[200] = "";
    DWORD size = room;
    auto* from = static_cast<SOCKADDR*>(const_cast<void*>(address));
    if (WSAAddressToStringA(from, length, nullptr, text, &size) != 0)
        return "error " + std::to_string(WSAGetLastError()) + " " + std::to_string(size);
    EXPECT_EQ(std::strlen(text) + 1, size);
    return text;
}

// The address back as text, or "error N" with the length that is asked for.
std::string read(const char* text, INT family, INT room = sizeof(SOCKADDR_STORAGE)) {
    SOCKADDR_STORAGE storage{};
    auto* address = reinterpret_cast<SOCKADDR*>(&storage);
    INT length = room;
    std::string copy = text;
    if (WSAStringToAddressA(copy.data(), family, nullptr, address, &length) != 0)
        return "error " + std::to_string(WSAGetLastError()) + " " + std::to_string(length);
    EXPECT_EQ(family, storage.ss_family);
    return write(&storage, static_cast<DWORD>(length));
}

}  // namespace

TEST(AddressString, NeedsWsaStartup) {
    SOCKADDR_IN in{};
    in.sin_family = AF_INET;
    EXPECT_EQ("error 10093 200", write(&in, sizeof in));
    EXPECT_EQ("error 10093 128", read("1.2.3.4", AF_INET));
}

TEST_F(AddressStringTest, Ipv4WithAndWithoutPort) {
    EXPECT_EQ("1.2.3.4", read("1.2.3.4", AF_INET));
    EXPECT_EQ("1.2.3.4:80", read("1.2.3.4:80", AF_INET));
    EXPECT_EQ("1.2.3.4:80", read("1.2.3.4:0x50", AF_INET));
    EXPECT_EQ("127.0.0.1:8", read("0x7f.1:8", AF_INET));
    for (const char* text :
         {"", " 1.2.3.4", "1.2.3.4 ", "1.2.3.4:", "1.2.3.4:65536", "1.2.3.4:-1", "::1", "host"})
        EXPECT_EQ("error 10022 128", read(text, AF_INET)) << text;
}

TEST_F(AddressStringTest, Ipv6WithScopeAndPort) {
    EXPECT_EQ("::1", read("::1", AF_INET6));
    EXPECT_EQ("[fe80::1%3]:80", read("[fe80::1%3]:80", AF_INET6));
    EXPECT_EQ("fe80::1%3", read("[fe80::1%3]", AF_INET6));
    for (const char* text : {"", "[::1", "::1]", "[::1]:", "[::1]x", "1.2.3.4", "fe80::1%lo"})
        EXPECT_EQ("error 10022 128", read(text, AF_INET6)) << text;
}

TEST_F(AddressStringTest, LocalSocketsArePaths) {
    EXPECT_EQ("/tmp/some.socket", read("/tmp/some.socket", AF_UNIX));
    EXPECT_EQ("error 10022 128", read("", AF_UNIX));
    EXPECT_EQ("error 10022 128", read(std::string(108, 'x').c_str(), AF_UNIX));
    EXPECT_EQ("error 10014 " + std::to_string(sizeof(SOCKADDR_UN)), read("/tmp/x", AF_UNIX, 20));
}

TEST_F(AddressStringTest, ABufferTooSmallIsToldTheLength) {
    SOCKADDR_IN in{};
    in.sin_family = AF_INET;
    in.sin_port = htons(80);
    in.sin_addr.s_addr = htonl(0xc0a864c8);
    EXPECT_EQ("192.168.100.200:80", write(&in, sizeof in, 19));
    EXPECT_EQ("error 10014 19", write(&in, sizeof in, 18));
    EXPECT_EQ("error 10014 16", read("1.2.3.4", AF_INET, 15));
    EXPECT_EQ("error 10014 28", read("::1", AF_INET6, 16));
    DWORD size = 100;
    EXPECT_EQ(SOCKET_ERROR, WSAAddressToStringA(reinterpret_cast<SOCKADDR*>(&in), sizeof in,
                                                nullptr, nullptr, &size));
    EXPECT_EQ(WSAEFAULT, WSAGetLastError());
}

TEST_F(AddressStringTest, WhatIsNoAddressIsInvalid) {
    SOCKADDR_IN in{};
    in.sin_family = AF_INET;
    EXPECT_EQ("error 10022 200", write(&in, 1));
    EXPECT_EQ("error 10022 200", write(&in, sizeof in - 1));
    EXPECT_EQ("error 10022 200", write(nullptr, sizeof in));
    in.sin_family = 77;
    EXPECT_EQ("error 10022 200", write(&in, sizeof in));
    EXPECT_EQ("error 10022 128", read("1.2.3.4", 77));
    EXPECT_EQ("error 10022 128", read("1.2.3.4", -1));
    INT length = sizeof in;
    EXPECT_EQ(SOCKET_ERROR, WSAStringToAddressA(nullptr, AF_INET, nullptr,
                                                reinterpret_cast<SOCKADDR*>(&in), &length));
    EXPECT_EQ(WSAEINVAL, WSAGetLastError());
    char text[] = "1.2.3.4";
    EXPECT_EQ(SOCKET_ERROR, WSAStringToAddressA(text, AF_INET, nullptr,
                                                reinterpret_cast<SOCKADDR*>(&in), nullptr));
    EXPECT_EQ(WSAEFAULT, WSAGetLastError());
}

TEST_F(AddressStringTest, WideText) {
    SOCKADDR_IN6 in{};
    INT length = sizeof in;
    WCHAR text[] = L"[::1]:443";
    auto* address = reinterpret_cast<SOCKADDR*>(&in);
    ASSERT_EQ(0, WSAStringToAddressW(text, AF_INET6, nullptr, address, &length));
    EXPECT_EQ(static_cast<INT>(sizeof in), length);
    WCHAR back[64];
    DWORD size = 64;
    ASSERT_EQ(0, WSAAddressToStringW(address, sizeof in, nullptr, back, &size));
    EXPECT_STREQ(text, back);
    EXPECT_EQ(10u, size);
}

TEST_F(AddressStringTest, TheByteOrderOfASocketIsNetworkOrder) {
    const SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
    ASSERT_NE(INVALID_SOCKET, s);
    u_long wide = 0;
    u_short narrow = 0;
    EXPECT_EQ(0, WSAHtonl(s, 0x01020304, &wide));
    EXPECT_EQ(0x04030201u, wide);
    EXPECT_EQ(0, WSANtohs(s, 0x0102, &narrow));
    EXPECT_EQ(0x0201, narrow);
    EXPECT_EQ(SOCKET_ERROR, WSAHtons(s, 1, nullptr));
    EXPECT_EQ(WSAEFAULT, WSAGetLastError());
    closesocket(s);
    EXPECT_EQ(SOCKET_ERROR, WSANtohl(INVALID_SOCKET, 1, &wide));
    EXPECT_EQ(WSAENOTSOCK, WSAGetLastError());
}

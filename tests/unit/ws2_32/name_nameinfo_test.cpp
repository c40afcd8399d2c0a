// getnameinfo, GetNameInfoW.
#include "winsock2.h"
#include "ws2tcpip.h"

#include <gtest/gtest.h>

#include <cstring>

#include "startup_scope.h"

namespace {

SOCKADDR_IN address(u_long host, u_short port) {
    SOCKADDR_IN in{};
    in.sin_family = AF_INET;
    in.sin_port = htons(port);
    in.sin_addr.s_addr = htonl(host);
    return in;
}

class GetNameInfoTest : public StartedTest {
  protected:
    int ask(const void* from, int length, int flags) {
        std::strcpy(host, "?");
        std::strcpy(service, "?");
        WSASetLastError(0);
        const int error = getnameinfo(static_cast<const sockaddr*>(from), length, host, sizeof host,
                                      service, sizeof service, flags);
        EXPECT_EQ(error, WSAGetLastError());
        return error;
    }
    char host[NI_MAXHOST];
    char service[NI_MAXSERV];
};

}  // namespace

TEST(GetNameInfo, NeedsWsaStartup) {
    const SOCKADDR_IN in = address(INADDR_LOOPBACK, 80);
    char host[64];
    EXPECT_EQ(WSANOTINITIALISED, getnameinfo(reinterpret_cast<const sockaddr*>(&in), sizeof in,
                                             host, sizeof host, nullptr, 0, 0));
}

TEST_F(GetNameInfoTest, NamesTheLoopbackAndTheService) {
    const SOCKADDR_IN in = address(INADDR_LOOPBACK, 80);
    ASSERT_EQ(0, ask(&in, sizeof in, 0));
    EXPECT_STREQ("localhost", host);
    EXPECT_STREQ("http", service);
}

TEST_F(GetNameInfoTest, NumbersOnRequestAndWhereThereIsNoName) {
    SOCKADDR_IN in = address(INADDR_LOOPBACK, 80);
    ASSERT_EQ(0, ask(&in, sizeof in, NI_NUMERICHOST | NI_NUMERICSERV));
    EXPECT_STREQ("127.0.0.1", host);
    EXPECT_STREQ("80", service);
    in = address(INADDR_LOOPBACK, 54321);
    ASSERT_EQ(0, ask(&in, sizeof in, NI_NUMERICHOST));
    EXPECT_STREQ("54321", service);
    in = address(INADDR_LOOPBACK, 0);
    ASSERT_EQ(0, ask(&in, sizeof in, 0));
    EXPECT_STREQ("0", service);
}

TEST_F(GetNameInfoTest, ShowsTheScopeOfAnIpv6Address) {
    SOCKADDR_IN6 in{};
    in.sin6_family = AF_INET6;
    in.sin6_addr.s6_addr[0] = 0xfe;
    in.sin6_addr.s6_addr[1] = 0x80;
    in.sin6_addr.s6_addr[15] = 1;
    in.sin6_scope_id = 3;
    ASSERT_EQ(0, ask(&in, sizeof in, NI_NUMERICHOST | NI_NUMERICSERV));
    EXPECT_STREQ("fe80::1%3", host);
    EXPECT_EQ(WSAEFAULT, ask(&in, sizeof in - 1, 0));
}

TEST_F(GetNameInfoTest, ANameIsRequiredOrTheCallFails) {
    const SOCKADDR_IN in = address(INADDR_LOOPBACK, 80);
    EXPECT_EQ(WSAHOST_NOT_FOUND, ask(&in, sizeof in, NI_NAMEREQD | NI_NUMERICHOST));
}

TEST_F(GetNameInfoTest, BadArguments) {
    SOCKADDR_IN in = address(INADDR_LOOPBACK, 80);
    const auto* from = reinterpret_cast<const sockaddr*>(&in);
    EXPECT_EQ(WSAEFAULT, ask(nullptr, sizeof in, 0));
    EXPECT_EQ(WSAEFAULT, ask(&in, sizeof in - 1, 0));
    EXPECT_EQ(WSAEFAULT, ask(&in, -1, 0));
    EXPECT_EQ(WSAEINVAL, ask(&in, sizeof in, 0x4000));
    EXPECT_EQ(WSAHOST_NOT_FOUND, getnameinfo(from, sizeof in, nullptr, 0, nullptr, 0, 0));
    EXPECT_EQ(WSAEINVAL, getnameinfo(from, sizeof in, host, 0, nullptr, 0, 0));
    EXPECT_EQ(WSAEINVAL, getnameinfo(from, sizeof in, nullptr, 0, service, 0, 0));
    EXPECT_EQ(WSAEFAULT, getnameinfo(from, sizeof in, host, 9, nullptr, 0, NI_NUMERICHOST));
    EXPECT_EQ(0, getnameinfo(from, sizeof in, host, 10, nullptr, 0, NI_NUMERICHOST));
    EXPECT_EQ(WSAEFAULT, getnameinfo(from, sizeof in, nullptr, 0, service, 2, NI_NUMERICSERV));
    in.sin_family = 77;
    EXPECT_EQ(WSAEAFNOSUPPORT, ask(&in, sizeof in, 0));
}

TEST_F(GetNameInfoTest, WideText) {
    const SOCKADDR_IN in = address(INADDR_LOOPBACK, 443);
    WCHAR wide_host[NI_MAXHOST];
    WCHAR wide_service[NI_MAXSERV];
    ASSERT_EQ(0, GetNameInfoW(reinterpret_cast<const sockaddr*>(&in), sizeof in, wide_host,
                              NI_MAXHOST, wide_service, NI_MAXSERV, NI_NUMERICHOST));
    EXPECT_STREQ(L"127.0.0.1", wide_host);
    EXPECT_STREQ(L"https", wide_service);
}

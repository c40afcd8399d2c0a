// inet_addr, inet_ntoa, inet_pton, inet_ntop: none of them needs WSAStartup.
#include "winsock2.h"
#include "ws2tcpip.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <thread>

#include "nt/last_error.h"

namespace {

int last_error() {
    return static_cast<int>(berth::nt::last_error_get());
}

u_long address(const char* text) {
    return ntohl(inet_addr(text));
}

}  // namespace

TEST(InetAddr, TakesOneToFourPartsInAnyBase) {
    EXPECT_EQ(0x01020304u, address("1.2.3.4"));
    EXPECT_EQ(0x01020003u, address("1.2.3"));
    EXPECT_EQ(0x01000002u, address("1.2"));
    EXPECT_EQ(1u, address("1"));
    EXPECT_EQ(0x04030210u, address("4.003.002.0x10"));
    EXPECT_EQ(0x04030210u, address("004.003.002.020"));
    EXPECT_EQ(0x04030210u, address("0x4.0x3.0x2.0X10"));
    EXPECT_EQ(0u, address("0"));
}

TEST(InetAddr, SpaceEndsTheAddress) {
    EXPECT_EQ(0x01020304u, address("1.2.3.4 "));
    EXPECT_EQ(0x01020304u, address("1.2.3.4\n"));
    EXPECT_EQ(0x01020304u, address("1.2.3.4 rest"));
}

TEST(InetAddr, ASingleSpaceIsZero) {
    EXPECT_EQ(INADDR_ANY, inet_addr(" "));
}

TEST(InetAddr, AnythingElseIsNone) {
    for (const char* text : {"", " 1.2.3.4", "\t1.2.3.4", "  ", "1.2.3.4x", "1.2.3.4.", "1..2",
                             "256.1.1.1", "1.2.65536", "1.16777216", "4294967296", "08.1.1.1", "0x",
                             "-1.2.3.4", "1.2.3.4.5", "host", "\xff\xfe"})
        EXPECT_EQ(INADDR_NONE, inet_addr(text)) << text;
    EXPECT_EQ(INADDR_NONE, inet_addr(nullptr));
    EXPECT_EQ(INADDR_NONE, inet_addr(std::string(100000, '1').c_str()));
}

TEST(InetNtoa, WritesIntoTheThreadsOwnBuffer) {
    in_addr one{};
    one.s_addr = htonl(0x7f000001);
    const char* here = inet_ntoa(one);
    std::string there;
    std::thread([&] {
        in_addr other{};
        other.s_addr = htonl(0xc0a864c8);
        there = inet_ntoa(other);
    }).join();
    EXPECT_EQ("192.168.100.200", there);
    EXPECT_STREQ("127.0.0.1", here);
    one.s_addr = INADDR_NONE;
    EXPECT_STREQ("255.255.255.255", inet_ntoa(one));
}

TEST(AddressPresentation, ReadsStandardForms) {
    uint8_t four[4];
    ASSERT_EQ(1, inet_pton(AF_INET, "1.2.3.4", four));
    EXPECT_EQ(0, std::memcmp("\1\2\3\4", four, 4));
    in6_addr six{};
    ASSERT_EQ(1, inet_pton(AF_INET6, "fe80::1", &six));
    EXPECT_EQ(0xfe, six.s6_addr[0]);
    EXPECT_EQ(1, six.s6_addr[15]);
    in6_addr wide{};
    ASSERT_EQ(1, InetPtonW(AF_INET6, L"fe80::1", &wide));
    EXPECT_EQ(0, std::memcmp(&six, &wide, sizeof six));
}

TEST(AddressPresentation, GivesZeroForOtherTextAndLeavesTheBuffer) {
    uint8_t bytes[16];
    std::memset(bytes, 0xee, sizeof bytes);
    for (const char* text : {"", "1.2.3", "01.2.3.4", "1.2.3.4 ", " 1.2.3.4", "1.2.3.256",
                             "1.2.3.4:5", "0x1.2.3.4", "::1", "host"})
        EXPECT_EQ(0, inet_pton(AF_INET, text, bytes)) << text;
    for (const char* text : {"", "1::2::3", "fe80::1%1", "[::1]", "::1 ", "12345::", "::g",
                             "1.2.3.4", ":::", "1:2:3:4:5:6:7:8:9"})
        EXPECT_EQ(0, inet_pton(AF_INET6, text, bytes)) << text;
    EXPECT_EQ(0xee, bytes[0]);
    EXPECT_EQ(0xee, bytes[15]);
}

TEST(AddressPresentation, RefusesOtherFamiliesAndNull) {
    uint8_t bytes[16];
    EXPECT_EQ(-1, inet_pton(AF_UNIX, "1.2.3.4", bytes));
    EXPECT_EQ(WSAEAFNOSUPPORT, last_error());
    EXPECT_EQ(-1, inet_pton(AF_INET, nullptr, bytes));
    EXPECT_EQ(WSAEFAULT, last_error());
    EXPECT_EQ(-1, InetPtonW(AF_INET, L"1.2.3.4", nullptr));
    EXPECT_EQ(WSAEFAULT, last_error());
}

TEST(AddressPresentation, WritesBothFamilies) {
    char text[46];
    const uint8_t four[4] = {192, 168, 100, 200};
    EXPECT_STREQ("192.168.100.200", inet_ntop(AF_INET, four, text, 16));
    in6_addr six{};
    EXPECT_STREQ("::", inet_ntop(AF_INET6, &six, text, 3));
    WCHAR wide[46];
    six.s6_addr[15] = 1;
    EXPECT_STREQ(L"::1", InetNtopW(AF_INET6, &six, wide, 46));
    EXPECT_EQ(wide, InetNtopW(AF_INET6, &six, wide, 46));
}

TEST(AddressPresentation, ABufferTooSmallIsAnInvalidParameter) {
    char text[46];
    const uint8_t bytes[16] = {1, 2, 3, 4};
    for (const size_t size : {size_t{0}, size_t{7}, size_t{15}}) {
        berth::nt::last_error_set(0);
        EXPECT_EQ(nullptr, inet_ntop(AF_INET, bytes, text, size));
        EXPECT_EQ(ERROR_INVALID_PARAMETER, last_error());
    }
    EXPECT_EQ(nullptr, inet_ntop(AF_INET6, bytes, text, 5));
    EXPECT_EQ(ERROR_INVALID_PARAMETER, last_error());
    EXPECT_EQ(nullptr, inet_ntop(AF_INET, bytes, nullptr, 16));
    EXPECT_EQ(ERROR_INVALID_PARAMETER, last_error());
    EXPECT_EQ(nullptr, inet_ntop(77, bytes, text, sizeof text));
    EXPECT_EQ(WSAEAFNOSUPPORT, last_error());
}

TEST(InetAddr, TheAddressesThatHaveNames) {
    const IN6_ADDR zero{};
    EXPECT_EQ(0, std::memcmp(&in6addr_any, &zero, sizeof zero));
    EXPECT_TRUE(IN6_IS_ADDR_LOOPBACK(&in6addr_loopback));
}

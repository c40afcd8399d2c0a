// Address text by ntdll's rules, through the public functions of ip2string.h.
#include "ip2string.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "nt/address_text.h"

namespace {

constexpr LONG kInvalidParameter = static_cast<LONG>(0xC000000D);

std::string hex(const void* data, size_t size) {
    std::string text;
    for (size_t i = 0; i < size; ++i) {
        constexpr char kDigits[] = "0123456789abcdef";
        text += kDigits[static_cast<const uint8_t*>(data)[i] >> 4];
        text += kDigits[static_cast<const uint8_t*>(data)[i] & 15];
    }
    return text;
}

// "address at terminator", or "bad".
std::string read4(const char* text, bool strict) {
    in_addr address{};
    const char* end = nullptr;
    if (RtlIpv4StringToAddressA(text, strict, &end, &address) != 0)
        return "bad";
    const std::wstring wide(text, text + std::strlen(text));
    in_addr again{};
    const wchar_t* wide_end = nullptr;
    EXPECT_EQ(0, RtlIpv4StringToAddressW(wide.c_str(), strict, &wide_end, &again));
    EXPECT_EQ(0, std::memcmp(&address, &again, sizeof address));
    EXPECT_EQ(end - text, wide_end - wide.c_str());
    return hex(&address, 4) + " at " + std::to_string(end - text);
}

std::string read6(const char* text) {
    in6_addr address{};
    const char* end = nullptr;
    if (RtlIpv6StringToAddressA(text, &end, &address) != 0)
        return "bad";
    char back[65];
    *RtlIpv6AddressToStringA(&address, back) = 0;
    return std::string(back) + " at " + std::to_string(end - text);
}

std::string read6_endpoint(const char* text) {
    in6_addr address{};
    ULONG scope = 77;
    USHORT port = 77;
    if (RtlIpv6StringToAddressExA(text, &address, &scope, &port) != 0)
        return "bad";
    char back[65];
    ULONG length = sizeof back;
    EXPECT_EQ(0, RtlIpv6AddressToStringExA(&address, scope, port, back, &length));
    EXPECT_EQ(std::strlen(back) + 1, length);
    return back;
}

std::string read4_endpoint(const char* text) {
    in_addr address{};
    USHORT port = 77;
    if (RtlIpv4StringToAddressExA(text, 0, &address, &port) != 0)
        return "bad";
    char back[22];
    ULONG length = sizeof back;
    EXPECT_EQ(0, RtlIpv4AddressToStringExA(&address, port, back, &length));
    return back;
}

std::string write6(const char* text) {
    in6_addr address{};
    const char* end = nullptr;
    EXPECT_EQ(0, RtlIpv6StringToAddressA(text, &end, &address)) << text;
    wchar_t wide[65];
    const wchar_t* terminator = RtlIpv6AddressToStringW(&address, wide);
    return std::string(static_cast<const wchar_t*>(wide), terminator);
}

}  // namespace

TEST(Ipv4Text, StrictWantsFourDecimalParts) {
    EXPECT_EQ("01020304 at 7", read4("1.2.3.4", true));
    EXPECT_EQ("00000000 at 7", read4("0.0.0.0", true));
    EXPECT_EQ("ffffffff at 15", read4("255.255.255.255", true));
    for (const char* text : {"1.2.3", "1", "01.2.3.4", "0x1.2.3.4", "1.2.3.256", "1.2.3.4.",
                             "1..2.3", "", " 1.2.3.4", "x", "1.2.3."})
        EXPECT_EQ("bad", read4(text, true)) << text;
}

TEST(Ipv4Text, LooseTakesFewerPartsInAnyBase) {
    EXPECT_EQ("01020003 at 5", read4("1.2.3", false));
    EXPECT_EQ("01000002 at 3", read4("1.2", false));
    EXPECT_EQ("00000001 at 1", read4("1", false));
    EXPECT_EQ("01020304 at 14", read4("0x1.0X2.003.04", false));
    EXPECT_EQ("ffffffff at 10", read4("4294967295", false));
    EXPECT_EQ("0102ffff at 9", read4("1.2.65535", false));
    for (const char* text :
         {"4294967296", "1.16777216", "1.2.65536", "256.1", "0x", "0x.1", "1.", "-1"})
        EXPECT_EQ("bad", read4(text, false)) << text;
}

TEST(Ipv4Text, TheTerminatorIsWhatFollowsTheAddress) {
    EXPECT_EQ("01020304 at 7", read4("1.2.3.4:80", true));
    EXPECT_EQ("01020304 at 7", read4("1.2.3.4 and more", true));
}

TEST(Ipv4Text, PortsFollowAColon) {
    EXPECT_EQ("1.2.3.4", read4_endpoint("1.2.3.4"));
    EXPECT_EQ("1.2.3.4:80", read4_endpoint("1.2.3.4:80"));
    EXPECT_EQ("1.2.3.4:80", read4_endpoint("1.2.3.4:0x50"));
    EXPECT_EQ("1.2.3.4:8", read4_endpoint("1.2.3.4:010"));
    EXPECT_EQ("1.2.3.4:65535", read4_endpoint("1.2.3.4:65535"));
    for (const char* text : {"1.2.3.4:", "1.2.3.4:0", "1.2.3.4:65536", "1.2.3.4:08", "1.2.3.4:80 ",
                             "1.2.3.4:+1", "1.2.3.4:-1", "1.2.3.4x"})
        EXPECT_EQ("bad", read4_endpoint(text)) << text;
}

TEST(Ipv6Text, ReadsTheFormsOfTheStandard) {
    EXPECT_EQ("::1 at 3", read6("::1"));
    EXPECT_EQ(":: at 2", read6("::"));
    EXPECT_EQ("1:: at 3", read6("1::"));
    EXPECT_EQ("1:2:3:4:5:6:7:8 at 15", read6("1:2:3:4:5:6:7:8"));
    EXPECT_EQ("1:2:3:4:5:6:7:0 at 15", read6("1:2:3:4:5:6:7::"));
    EXPECT_EQ("0:2:3:4:5:6:7:8 at 15", read6("::2:3:4:5:6:7:8"));
    EXPECT_EQ("::1.2.3.4 at 9", read6("::1.2.3.4"));
    EXPECT_EQ("::ffff:1.2.3.4 at 14", read6("::ffff:1.2.3.4"));
    EXPECT_EQ("1:2:3:4:5:6:102:304 at 19", read6("1:2:3:4:5:6:1.2.3.4"));
    EXPECT_EQ("0:1:2:3:4:5:102:304 at 19", read6("::1:2:3:4:5:1.2.3.4"));
    EXPECT_EQ("2001:db8::abcd at 14", read6("2001:DB8::ABCD"));
}

TEST(Ipv6Text, StopsWhereTheAddressEnds) {
    EXPECT_EQ(":: at 2", read6("::::"));
    EXPECT_EQ("1::2 at 4", read6("1::2::3"));
    EXPECT_EQ("fe80::1 at 7", read6("fe80::1%5"));
    EXPECT_EQ("1:2:3:4:5:6:7:8 at 15", read6("1:2:3:4:5:6:7:8:9"));
    EXPECT_EQ("1:2:3:4:5:6:7:8 at 15", read6("1:2:3:4:5:6:7:8::"));
    EXPECT_EQ("::1.2.3.4 at 9", read6("::1.2.3.4.5"));
    EXPECT_EQ("0:1:2:3:4:5:6:7 at 15", read6("::1:2:3:4:5:6:7:8"));
}

TEST(Ipv6Text, RefusesWhatIsNoAddress) {
    for (const char* text :
         {"", ":", ":1", "1", "1:", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", "12345::", "::00001",
          "::1:", "::1.2.3", "::256.1.1.1", "[::1]", " ::1", "1.2.3.4", "g::"})
        EXPECT_EQ("bad", read6(text)) << text;
}

TEST(Ipv6Text, ScopeAndPort) {
    EXPECT_EQ("fe80::1%3", read6_endpoint("fe80::1%3"));
    EXPECT_EQ("[fe80::1%3]:80", read6_endpoint("[fe80::1%3]:80"));
    EXPECT_EQ("[::1]:80", read6_endpoint("[::1]:0x50"));
    EXPECT_EQ("::1", read6_endpoint("[::1%0]"));
    EXPECT_EQ("fe80::1%4294967295", read6_endpoint("fe80::1%4294967295"));
    for (const char* text : {"[::1", "::1]", "[::1]:", "[::1]:0", "[::1]:65536", "[::1]x", "::1%",
                             "::1%x", "fe80::1%4294967296", "[::1]80", "::1%1:80"})
        EXPECT_EQ("bad", read6_endpoint(text)) << text;
}

TEST(Ipv6Text, WritesTheLongestRunOfZerosShort) {
    EXPECT_EQ("1:0:0:2::3", write6("1:0:0:2:0:0:0:3"));
    EXPECT_EQ("1::4:0:0:7:8", write6("1:0:0:4:0:0:7:8"));
    EXPECT_EQ("1:2:0:4:5:6:7:8", write6("1:2:0:4:5:6:7:8"));
    EXPECT_EQ("1:2:3:4:5:6::", write6("1:2:3:4:5:6:0:0"));
    EXPECT_EQ("::1:0:0", write6("0:0:0:0:0:1:0:0"));
}

TEST(Ipv6Text, WritesEmbeddedIpv4Dotted) {
    EXPECT_EQ("::102", write6("::0.0.1.2"));
    EXPECT_EQ("::0.2.0.0", write6("::2:0"));
    EXPECT_EQ("::ffff:0:1", write6("::ffff:0:1"));
    EXPECT_EQ("::ffff:0:1.2.3.4", write6("::ffff:0:102:304"));
    EXPECT_EQ("fe80::5efe:1.2.3.4", write6("fe80::5efe:102:304"));
    EXPECT_EQ("fe80::200:5efe:1.2.3.4", write6("fe80::200:5efe:102:304"));
    EXPECT_EQ("1:2:3:4:200:5efe:0.0.0.0", write6("1:2:3:4:200:5efe:0:0"));
    EXPECT_EQ("64:ff9b::102:304", write6("64:ff9b::102:304"));
}

TEST(AddressText, ABufferTooSmallIsToldTheLength) {
    in6_addr address{};
    address.s6_addr[0] = 0xfe;
    char text[8] = "before";
    ULONG length = 2;
    EXPECT_EQ(kInvalidParameter, RtlIpv6AddressToStringExA(&address, 3, 0, text, &length));
    EXPECT_EQ(9u, length);
    EXPECT_STREQ("before", text);
    length = 7;
    EXPECT_EQ(0, RtlIpv6AddressToStringExA(&address, 0, 0, text, &length));
    EXPECT_EQ(7u, length);
}

TEST(AddressText, TheLongestEndpointFits) {
    uint8_t bytes[16];
    std::memset(bytes, 0xff, sizeof bytes);
    bytes[8] = 0;
    bytes[9] = 0;
    bytes[10] = 0x5e;
    bytes[11] = 0xfe;
    EXPECT_EQ("[ffff:ffff:ffff:ffff:0:5efe:255.255.255.255%4294967295]:65535",
              berth::nt::ipv6_endpoint_format(bytes, 0xffffffff, 0xffff).view());
}

TEST(AddressText, NullPointersAreInvalidParameters) {
    in_addr four{};
    in6_addr six{};
    USHORT port = 0;
    ULONG number = 0;
    const char* end = nullptr;
    EXPECT_EQ(kInvalidParameter, RtlIpv4StringToAddressA(nullptr, 0, &end, &four));
    EXPECT_EQ(kInvalidParameter, RtlIpv4StringToAddressA("1", 0, nullptr, &four));
    EXPECT_EQ(kInvalidParameter, RtlIpv4StringToAddressExA("1", 0, &four, nullptr));
    EXPECT_EQ(kInvalidParameter, RtlIpv6StringToAddressA("::", &end, nullptr));
    EXPECT_EQ(kInvalidParameter, RtlIpv6StringToAddressExA("::", &six, nullptr, &port));
    EXPECT_EQ(kInvalidParameter, RtlIpv6AddressToStringExA(&six, 0, 0, nullptr, &number));
    EXPECT_EQ(nullptr, RtlIpv4AddressToStringA(&four, nullptr));
}

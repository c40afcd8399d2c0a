// Addresses of ISO transport, as NSAPs and as text; quality of service as parameters.
#include "providers/iso/nsap.h"
#include "providers/iso/quality.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

using namespace berth::iso;

namespace {

IsoAddress ipv4(uint8_t a, uint8_t b, uint8_t c, uint8_t d, USHORT port) {
    IsoAddress address;
    address.family = AF_INET;
    address.port = port;
    const uint8_t bytes[] = {a, b, c, d};
    std::memcpy(address.ip, bytes, sizeof bytes);
    return address;
}

std::string hexadecimal(const uint8_t* bytes, size_t length) {
    std::string text;
    for (size_t i = 0; i < length; ++i) {
        text += "0123456789abcdef"[bytes[i] >> 4];
        text += "0123456789abcdef"[bytes[i] & 15];
    }
    return text;
}

std::vector<uint8_t> binary(const std::string& text) {
    std::vector<uint8_t> bytes;
    for (size_t i = 0; i < text.size(); i += 2)
        bytes.push_back(static_cast<uint8_t>(std::stoi(text.substr(i, 2), nullptr, 16)));
    return bytes;
}

std::string nsap_of(const IsoAddress& address) {
    uint8_t out[kNsapMax];
    const size_t length = nsap_write(address, kPortClass0, out);
    return hexadecimal(out, length);
}

// The text of the address that `text` is read as; "error N" where it is none.
std::wstring round_trip(std::wstring text, WSAPROTOCOL_INFOW* info = nullptr) {
    sockaddr_tp tp{};
    int length = sizeof tp;
    int error = 0;
    auto* const name = reinterpret_cast<sockaddr*>(&tp);
    if (string_to_address(text.data(), AF_ISO, info, name, &length, &error) != 0)
        return L"error " + std::to_wstring(error);
    wchar_t out[128];
    DWORD size = 128;
    if (address_to_string(name, static_cast<DWORD>(length), info, out, &size, &error) != 0)
        return L"error " + std::to_wstring(error);
    EXPECT_EQ(std::wcslen(out) + 1, size);
    return out;
}

FLOWSPEC flow(ULONG token_rate, ULONG peak, ULONG latency, SERVICETYPE type, ULONG sdu) {
    return {token_rate, QOS_NOT_SPECIFIED, peak, latency, QOS_NOT_SPECIFIED, type,
            sdu,        QOS_NOT_SPECIFIED};
}

void expect_flow(const FLOWSPEC& expected, const FLOWSPEC& actual) {
    EXPECT_EQ(expected.TokenRate, actual.TokenRate);
    EXPECT_EQ(expected.PeakBandwidth, actual.PeakBandwidth);
    EXPECT_EQ(expected.Latency, actual.Latency);
    EXPECT_EQ(expected.ServiceType, actual.ServiceType);
    EXPECT_EQ(expected.MaxSduSize, actual.MaxSduSize);
}

}  // namespace

// RFC 1277's own example: 10.0.0.6 with port 9, and 128.16.5.1 without.
TEST(Nsap, Ipv4IsATelexNumberAndDigits) {
    EXPECT_EQ("540072872203128016005001", nsap_of(ipv4(128, 16, 5, 1, 102)));
    EXPECT_EQ("54007287220301000000000600009f", nsap_of(ipv4(10, 0, 0, 6, 9)));
    for (const char* text :
         {"540072872203010000000006000090000 1", "54007287220301000000000600009f"}) {
        std::string digits(text);
        std::erase(digits, ' ');
        if (digits.size() % 2 != 0)
            continue;
        IsoAddress address;
        const auto bytes = binary(digits);
        EXPECT_EQ(0, nsap_read(bytes, kPortClass0, &address)) << text;
        EXPECT_EQ(ipv4(10, 0, 0, 6, 9), address) << text;
    }
}

TEST(Nsap, Ipv6IsACodePointAndTheAddress) {
    IsoAddress address;
    address.family = AF_INET6;
    address.port = kPortClass0;
    address.ip[0] = 0x20;
    address.ip[15] = 1;
    EXPECT_EQ("3500002000000000000000000000000000000100", nsap_of(address));
    address.port = 0x1234;
    EXPECT_EQ("35000020000000000000000000000000000001001234", nsap_of(address));
    IsoAddress read;
    EXPECT_EQ(0, nsap_read(binary(nsap_of(address)), kPortClass0, &read));
    EXPECT_EQ(address, read);
    EXPECT_EQ(0, nsap_read(binary("3500017f000001"), kPortClass0, &read));
    EXPECT_EQ(ipv4(127, 0, 0, 1, kPortClass0), read);
}

TEST(Nsap, WhatIsNoneOfOurs) {
    struct Case {
        const char* text;
        int error;
    };
    const Case cases[] = {
        {"47000580ffe1000000f21a26d80020d06e10e800", WSAEADDRNOTAVAIL},  // another authority
        {"5400728723", WSAEINVAL},                                       // too short
        {"540072872303128016005001", WSAEADDRNOTAVAIL},                  // another telex number
        {"540072872201128016005001", WSAEADDRNOTAVAIL},                  // X.25
        {"5400728722031280160050", WSAEINVAL},                           // digits missing
        {"540072872203128016005256", WSAEINVAL},                         // no byte
        {"54007287220312801600500a", WSAEINVAL},                         // no digit
        {"54007287220312801600500165536f", WSAEINVAL},                   // no port
        {"5400728722031280160050010010", WSAEINVAL},                     // half a port
        {"5400728722031280160050010010200002", WSAEADDRNOTAVAIL},        // UDP
        {"350000200000", WSAEINVAL},
        {"350002200000", WSAEADDRNOTAVAIL},
        {"3500002000000000000000000000000000000101", WSAEINVAL},
        {"35000020000000000000000000000000000001000000", 0},  // port 0
        {"350000200000000000000000000000000000010012", WSAEINVAL},
    };
    for (const Case& one : cases) {
        IsoAddress address;
        EXPECT_EQ(one.error, nsap_read(binary(one.text), kPortClass0, &address)) << one.text;
    }
}

TEST(IsoAddress, ReadsWhatItWrote) {
    IsoAddress address = ipv4(127, 0, 0, 1, 4000);
    address.selector_length = 4;
    std::memcpy(address.selector, "tsel", 4);
    sockaddr_tp tp{};
    int length = sizeof tp;
    auto* const name = reinterpret_cast<sockaddr*>(&tp);
    ASSERT_EQ(0, iso_address_write(address, kPortClass0, name, &length));
    EXPECT_EQ(AF_ISO, tp.tp_family);
    EXPECT_EQ(4, tp.tp_tsel_len);
    IsoAddress read;
    EXPECT_EQ(0, iso_address_read(name, length, kPortClass0, &read));
    EXPECT_EQ(address, read);
    EXPECT_EQ(0, iso_address_read(name, 8 + tp.tp_taddr_len, kPortClass0, &read));
    --length;
    EXPECT_EQ(WSAEFAULT, iso_address_write(address, kPortClass0, name, &length));
}

TEST(IsoAddress, BadOnesAreRefused) {
    sockaddr_tp tp = iso_address_store(ipv4(1, 2, 3, 4, 102), 102);
    auto* const name = reinterpret_cast<sockaddr*>(&tp);
    IsoAddress read;
    const auto error = [&](int length) { return iso_address_read(name, length, 102, &read); };
    EXPECT_EQ(WSAEFAULT, iso_address_read(nullptr, sizeof tp, 102, &read));
    EXPECT_EQ(WSAEFAULT, error(1));
    EXPECT_EQ(WSAEFAULT, error(7));
    EXPECT_EQ(WSAEFAULT, error(8 + tp.tp_taddr_len - 1));
    EXPECT_EQ(WSAEFAULT, error(-1));
    sockaddr_tp good = tp;
    tp.tp_taddr_len = 65;
    EXPECT_EQ(WSAEINVAL, error(sizeof tp));
    tp.tp_taddr_len = 40;
    tp.tp_tsel_len = 41;
    EXPECT_EQ(WSAEINVAL, error(sizeof tp));
    tp.tp_tsel_len = 33;
    EXPECT_EQ(WSAEINVAL, error(sizeof tp));
    tp = good;
    tp.tp_addr_type = ISO_NON_HIERARCHICAL;
    EXPECT_EQ(WSAEINVAL, error(sizeof tp));
    tp = good;
    tp.tp_family = AF_INET;
    EXPECT_EQ(WSAEAFNOSUPPORT, error(sizeof tp));
}

TEST(IsoAddressText, SelectorAddressAndPort) {
    struct Case {
        const wchar_t* text;
        const wchar_t* expected;
    };
    const Case cases[] = {
        {L"tsel@127.0.0.1:102", L"tsel@127.0.0.1:102"},
        {L"tsel@127.0.0.1", L"tsel@127.0.0.1:102"},
        {L"127.0.0.1:0", L"127.0.0.1:0"},
        {L"@127.0.0.1:65535", L"127.0.0.1:65535"},
        {L"a b:c@[::1]:1102", L"a b:c@[::1]:1102"},
        {L"x@::1", L"x@[::1]:102"},
        {L"x@[2001:db8::1]", L"x@[2001:db8::1]:102"},
        {L"0x0102ff@1.2.3.4:5", L"0x0102FF@1.2.3.4:5"},
        {L"0x@1.2.3.4:5", L"1.2.3.4:5"},
        {L"0x6162@1.2.3.4:5", L"ab@1.2.3.4:5"},
        {L"0x30784142@1.2.3.4:5", L"0x30784142@1.2.3.4:5"},
        {L"tsel@", L"tsel@"},
        {L"@", L"@"},
    };
    for (const Case& one : cases)
        EXPECT_EQ(one.expected, round_trip(one.text))
            << std::string(one.text, one.text + std::wcslen(one.text));
    WSAPROTOCOL_INFOW class_2{};
    class_2.iAddressFamily = AF_ISO;
    class_2.iProtocol = ISOPROTO_TP2;
    EXPECT_EQ(L"x@1.2.3.4:399", round_trip(L"x@1.2.3.4", &class_2));
    // The address of a class 2 socket, shown by a program that does not say so.
    sockaddr_tp tp = iso_address_store(ipv4(1, 2, 3, 4, kPortClass2), kPortClass2);
    wchar_t text[32];
    DWORD size = 32;
    int error = 0;
    ASSERT_EQ(0, address_to_string(reinterpret_cast<sockaddr*>(&tp), sizeof tp, nullptr, text,
                                   &size, &error));
    EXPECT_STREQ(L"1.2.3.4:399", text);
}

TEST(IsoAddressText, WhatIsNoAddress) {
    const std::wstring invalid = L"error " + std::to_wstring(WSAEINVAL);
    for (const wchar_t* text :
         {L"", L"tsel", L"tsel@1.2.3", L"tsel@1.2.3.4:", L"tsel@1.2.3.4:65536", L"tsel@1.2.3.4:1x",
          L"a@b@1.2.3.4", L"0x1@1.2.3.4", L"0xgg@1.2.3.4", L"\x7f@1.2.3.4", L"\x20ac@1.2.3.4",
          L"x@[::1", L"x@[::1]102", L"x@host:102", L"123456789012345678901234567890123@1.2.3.4"})
        EXPECT_EQ(invalid, round_trip(text)) << std::string(text, text + std::wcslen(text));
    wchar_t good[] = L"x@1.2.3.4";
    sockaddr_tp tp{};
    int length = sizeof tp - 1;
    int error = 0;
    auto* const name = reinterpret_cast<sockaddr*>(&tp);
    EXPECT_EQ(SOCKET_ERROR, string_to_address(good, AF_ISO, nullptr, name, &length, &error));
    EXPECT_EQ(WSAEFAULT, error);
    EXPECT_EQ(static_cast<int>(sizeof tp), length);
    EXPECT_EQ(SOCKET_ERROR, string_to_address(good, AF_INET, nullptr, name, &length, &error));
    EXPECT_EQ(WSAEINVAL, error);
    wchar_t out[8];
    DWORD size = 8;
    ASSERT_EQ(0, string_to_address(good, AF_ISO, nullptr, name, &length, &error));
    EXPECT_EQ(SOCKET_ERROR, address_to_string(name, sizeof tp, nullptr, out, &size, &error));
    EXPECT_EQ(WSAEFAULT, error);
    EXPECT_EQ(14u, size);
}

TEST(Quality, AFlowSpecificationArrivesAsItWas) {
    const QOS qos{flow(1'000'000, 2'000'000, 20'000, SERVICETYPE_GUARANTEED, 1024),
                  flow(0, QOS_NOT_SPECIFIED, 0, SERVICETYPE_BESTEFFORT, 1024),
                  {0, nullptr}};
    const QOS read = quality_to_qos(quality_from_qos(qos));
    expect_flow(qos.SendingFlowspec, read.SendingFlowspec);
    expect_flow(qos.ReceivingFlowspec, read.ReceivingFlowspec);
    const QOS reversed = qos_reverse(read);
    expect_flow(qos.SendingFlowspec, reversed.ReceivingFlowspec);
}

TEST(Quality, WhatTheParametersCannotSayIsTheNextThatTheyCan) {
    const QOS qos{flow(100'000'000, POSITIVE_INFINITY_RATE, 1, SERVICETYPE_CONTROLLEDLOAD, 1500),
                  flow(QOS_NOT_SPECIFIED, QOS_NOT_SPECIFIED, QOS_NOT_SPECIFIED,
                       SERVICETYPE_CONTROLLEDLOAD | SERVICE_NO_QOS_SIGNALING, QOS_NOT_SPECIFIED),
                  {0, nullptr}};
    const QOS read = quality_to_qos(quality_from_qos(qos));
    EXPECT_EQ(0xFFFFFEu, read.SendingFlowspec.TokenRate);
    EXPECT_EQ(QOS_NOT_SPECIFIED, read.SendingFlowspec.PeakBandwidth);
    EXPECT_EQ(1000u, read.SendingFlowspec.Latency);
    EXPECT_EQ(2048u, read.SendingFlowspec.MaxSduSize);
    EXPECT_EQ(ULONG{SERVICETYPE_CONTROLLEDLOAD}, read.ReceivingFlowspec.ServiceType);
}

TEST(Quality, NothingSpecifiedIsNoParameter) {
    const FLOWSPEC nothing = flow(QOS_NOT_SPECIFIED, QOS_NOT_SPECIFIED, QOS_NOT_SPECIFIED,
                                  SERVICETYPE_NOCHANGE, QOS_NOT_SPECIFIED);
    EXPECT_FALSE(quality_from_qos({nothing, nothing, {0, nullptr}}).any());
}

TEST(Quality, TheCalleeMayLowerAndNotRaise) {
    const QOS asked{flow(1000, 2000, 10'000, SERVICETYPE_GUARANTEED, 1024),
                    flow(1000, 2000, 10'000, SERVICETYPE_GUARANTEED, 1024),
                    {0, nullptr}};
    const QOS offered{flow(500, 4000, 30'000, SERVICETYPE_CONTROLLEDLOAD, 1024),
                      flow(QOS_NOT_SPECIFIED, 2000, 5'000, SERVICETYPE_NETWORK_CONTROL, 1024),
                      {0, nullptr}};
    const QualityParameters request = quality_from_qos(asked);
    QualityParameters agreed;
    ASSERT_TRUE(quality_lower(request, quality_from_qos(offered), &agreed));
    EXPECT_TRUE(quality_is_answer(request, agreed));
    const QOS result = quality_to_qos(agreed);
    expect_flow(flow(500, 2000, 30'000, SERVICETYPE_CONTROLLEDLOAD, 1024), result.SendingFlowspec);
    expect_flow(flow(1000, 2000, 10'000, SERVICETYPE_GUARANTEED, 1024), result.ReceivingFlowspec);
    EXPECT_FALSE(quality_is_answer(request, quality_from_qos(offered)));
}

TEST(Quality, BelowWhatIsAcceptableThereIsNoAgreement) {
    QualityParameters asked;
    asked.throughput = ThroughputRange{1000, 800, 1000, 800};
    QualityParameters offered = asked;
    offered.throughput->target_to_calling = 799;
    QualityParameters agreed;
    EXPECT_FALSE(quality_lower(asked, offered, &agreed));
    asked = {};
    asked.delay = DelayRange{10, 20, 10, 20};
    offered = asked;
    offered.delay->target_to_called = 21;
    EXPECT_FALSE(quality_lower(asked, offered, &agreed));
}

TEST(Quality, ServiceTypesThatAreNone) {
    const FLOWSPEC good = flow(1, 1, 1, SERVICETYPE_BESTEFFORT, 1);
    FLOWSPEC bad = good;
    EXPECT_EQ(0, quality_check({good, good, {0, nullptr}}));
    for (const ULONG type : {ULONG{SERVICETYPE_NETWORK_UNAVAILABLE}, ULONG{0x77}, ULONG{0xFFFF}}) {
        bad.ServiceType = type;
        EXPECT_EQ(WSAEOPNOTSUPP, quality_check({good, bad, {0, nullptr}}));
    }
}

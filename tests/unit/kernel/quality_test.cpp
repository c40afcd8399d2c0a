// Quality of service: what the kernel is told of a flow specification.
#include <cstring>
#include <string>

#include "connection_test.h"
#include "qosobjs.h"

extern "C" int linux_getsockopt(int, int, int, void*, unsigned*) __asm__("getsockopt");

namespace berth::test {
namespace {

constexpr int kSolSocket = 1, kPriority = 12, kPacing = 47, kIp = 0, kTos = 1;
constexpr unsigned kUnpaced = ~0U;

unsigned kernel_value(SOCKET s, int level, int name) {
    unsigned value = 0;
    unsigned length = sizeof value;
    EXPECT_EQ(linux_getsockopt(static_cast<int>(s), level, name, &value, &length), 0);
    return value;
}

QOS quality(SERVICETYPE type, ULONG rate) {
    QOS wanted{};
    wanted.SendingFlowspec = {
        rate, QOS_NOT_SPECIFIED, QOS_NOT_SPECIFIED, QOS_NOT_SPECIFIED, QOS_NOT_SPECIFIED,
        type, QOS_NOT_SPECIFIED, QOS_NOT_SPECIFIED};
    wanted.ReceivingFlowspec = wanted.SendingFlowspec;
    return wanted;
}

int set(SOCKET s, const QOS& wanted) {
    QOS copy = wanted;
    DWORD bytes = 0;
    return WSAIoctl(s, SIO_SET_QOS, &copy, sizeof copy, nullptr, 0, &bytes, nullptr, nullptr) == 0
               ? 0
               : WSAGetLastError();
}

QOS get(SOCKET s) {
    QOS now{};
    DWORD bytes = 0;
    EXPECT_EQ(WSAIoctl(s, SIO_GET_QOS, nullptr, 0, &now, sizeof now, &bytes, nullptr, nullptr), 0);
    EXPECT_EQ(bytes, sizeof now);
    return now;
}

class Quality : public WinsockTest {
  protected:
    void SetUp() override {
        WinsockTest::SetUp();
        s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    }
    void TearDown() override {
        closesocket(s);
        WinsockTest::TearDown();
    }
    SOCKET s = INVALID_SOCKET;
};

TEST_F(Quality, OfANewSocketIsBestEffort) {
    const QOS now = get(s);
    EXPECT_EQ(now.SendingFlowspec.ServiceType, SERVICETYPE_BESTEFFORT);
    EXPECT_EQ(now.SendingFlowspec.TokenRate, QOS_NOT_SPECIFIED);
    EXPECT_EQ(now.ProviderSpecific.len, 0U);
    EXPECT_EQ(kernel_value(s, kSolSocket, kPacing), kUnpaced);
}

TEST_F(Quality, IsPacingPriorityAndCodePoint) {
    EXPECT_EQ(set(s, quality(SERVICETYPE_CONTROLLEDLOAD, 10'000'000)), 0);
    EXPECT_EQ(kernel_value(s, kSolSocket, kPacing), 10'000'000U);
    EXPECT_EQ(kernel_value(s, kSolSocket, kPriority), 4U);
    EXPECT_EQ(kernel_value(s, kIp, kTos), 0x18U << 2);
    EXPECT_EQ(get(s).SendingFlowspec.TokenRate, 10'000'000U);
    EXPECT_EQ(set(s, quality(SERVICETYPE_NOCHANGE, 1)), 0);
    EXPECT_EQ(kernel_value(s, kSolSocket, kPacing), 10'000'000U);
    EXPECT_EQ(set(s, quality(SERVICETYPE_BESTEFFORT, QOS_NOT_SPECIFIED)), 0);
    EXPECT_EQ(kernel_value(s, kSolSocket, kPacing), kUnpaced);
    EXPECT_EQ(kernel_value(s, kIp, kTos), 0U);
}

TEST_F(Quality, OfADatagramSocketComesWithConnect) {
    const SOCKET udp = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
    const sockaddr_in to = loopback(9);
    QOS wanted = quality(SERVICETYPE_GUARANTEED, 125'000);
    EXPECT_EQ(WSAConnect(udp, reinterpret_cast<const sockaddr*>(&to), sizeof to, nullptr, nullptr,
                         &wanted, nullptr),
              0);
    EXPECT_EQ(kernel_value(udp, kSolSocket, kPacing), 125'000U);
    EXPECT_EQ(kernel_value(udp, kIp, kTos), 0x28U << 2);
    closesocket(udp);
}

TEST_F(Quality, ThatCannotBeMetIsRefused) {
    QOS wanted = quality(SERVICETYPE_GUARANTEED, 1'000'000);
    wanted.SendingFlowspec.Latency = 1000;
    EXPECT_EQ(set(s, wanted), WSAEOPNOTSUPP);
    EXPECT_EQ(set(s, quality(SERVICETYPE_GENERAL_INFORMATION, 1)), WSA_QOS_ESERVICETYPE);
    EXPECT_EQ(set(s, quality(SERVICETYPE_CONTROLLEDLOAD, 0)), WSA_QOS_EFLOWSPEC);
    EXPECT_EQ(set(s, quality(SERVICETYPE_CONTROLLEDLOAD, QOS_NOT_SPECIFIED)), WSA_QOS_EFLOWSPEC);
    wanted = quality(SERVICETYPE_CONTROLLEDLOAD, 1000);
    wanted.SendingFlowspec.PeakBandwidth = 999;
    EXPECT_EQ(set(s, wanted), WSA_QOS_EFLOWSPEC);
    EXPECT_EQ(get(s).SendingFlowspec.TokenRate, QOS_NOT_SPECIFIED);
    DWORD bytes = 0;
    EXPECT_EQ(
        WSAIoctl(s, SIO_SET_QOS, &wanted, sizeof wanted - 1, nullptr, 0, &bytes, nullptr, nullptr),
        SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAEFAULT);
}

TEST_F(Quality, TakesTheProvidersObjects) {
    struct {
        QOS_DS_CLASS code_point{{QOS_OBJECT_DS_CLASS, sizeof(QOS_DS_CLASS)}, 46};
        QOS_TRAFFIC_CLASS priority{{QOS_OBJECT_TRAFFIC_CLASS, sizeof(QOS_TRAFFIC_CLASS)}, 5};
        QOS_OBJECT_HDR end{QOS_OBJECT_END_OF_LIST, sizeof(QOS_OBJECT_HDR)};
    } objects;
    QOS wanted = quality(SERVICETYPE_BESTEFFORT, QOS_NOT_SPECIFIED);
    wanted.ProviderSpecific = {sizeof objects, reinterpret_cast<char*>(&objects)};
    EXPECT_EQ(set(s, wanted), 0);
    EXPECT_EQ(kernel_value(s, kIp, kTos), 46U << 2);
    EXPECT_EQ(kernel_value(s, kSolSocket, kPriority), 5U);
    objects.code_point.ObjectHdr.ObjectLength = 1000;
    EXPECT_EQ(set(s, wanted), WSA_QOS_EOBJLENGTH);
    objects.code_point.ObjectHdr = {77, sizeof(QOS_DS_CLASS)};
    EXPECT_EQ(set(s, wanted), WSA_QOS_EUNKOWNPSOBJ);
    wanted.ProviderSpecific = {4, reinterpret_cast<char*>(&objects)};
    EXPECT_EQ(set(s, wanted), WSA_QOS_EPROVSPECBUF);
    wanted.ProviderSpecific = {100, reinterpret_cast<char*>(8)};
    EXPECT_EQ(set(s, wanted), WSAEFAULT);
}

TEST_F(Quality, ChangeIsToldOnceUntilTheNext) {
    const WSAEVENT event = WSACreateEvent();
    ASSERT_EQ(WSAEventSelect(s, event, FD_QOS), 0);
    WSANETWORKEVENTS events{};
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(set(s, quality(SERVICETYPE_CONTROLLEDLOAD, 1000)), 0);
        WSAEnumNetworkEvents(s, event, &events);
        EXPECT_EQ(events.lNetworkEvents, FD_QOS);
        WSAEnumNetworkEvents(s, event, &events);
        EXPECT_EQ(events.lNetworkEvents, 0);
    }
    WSACloseEvent(event);
}

TEST_F(Quality, TemplatesAreListedAndFound) {
    char names[256] = "";
    WSABUF name{sizeof names, names};
    ASSERT_TRUE(WSAGetQOSByName(s, &name, nullptr));
    int count = 0;
    for (const char* one = names; *one; one += std::strlen(one) + 1, ++count) {
        std::string copy = one;
        WSABUF wanted{static_cast<ULONG>(copy.size() + 1), copy.data()};
        QOS found{};
        EXPECT_TRUE(WSAGetQOSByName(s, &wanted, &found)) << one;
        EXPECT_EQ(set(s, found), 0) << one;
    }
    EXPECT_GE(count, 8);
    char little[7] = "";
    name = {sizeof little, little};
    ASSERT_TRUE(WSAGetQOSByName(s, &name, nullptr));
    EXPECT_STREQ(little, "G711");
    EXPECT_EQ(little[5], 0);
    char other[] = "no such";
    name = {sizeof other, other};
    QOS found{};
    EXPECT_FALSE(WSAGetQOSByName(s, &name, &found));
    EXPECT_EQ(WSAGetLastError(), WSAEINVAL);
    EXPECT_FALSE(WSAGetQOSByName(s, nullptr, &found));
    EXPECT_EQ(WSAGetLastError(), WSAEFAULT);
    EXPECT_FALSE(WSAGetQOSByName(INVALID_SOCKET, &name, &found));
    EXPECT_EQ(WSAGetLastError(), WSAENOTSOCK);
}

}  // namespace
}  // namespace berth::test

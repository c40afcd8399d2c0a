// qos2.h: flows, and what the kernel is told of their sockets.
#include <cstring>

#include "qos2.h"
#include "ws2tcpip.h"

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

class Flow : public testing::Test {
  protected:
    void SetUp() override {
        WSADATA data;
        ASSERT_EQ(WSAStartup(MAKEWORD(2, 2), &data), 0);
        QOS_VERSION version{1, 0};
        ASSERT_TRUE(QOSCreateHandle(&version, &handle));
        s = connected();
    }
    void TearDown() override {
        if (handle)
            QOSCloseHandle(handle);
        closesocket(s);
        WSACleanup();
    }
    static SOCKET connected() {
        const SOCKET udp = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(9);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(connect(udp, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
        return udp;
    }
    QOS_FLOWID add(QOS_TRAFFIC_TYPE type, DWORD flags = QOS_NON_ADAPTIVE_FLOW) {
        QOS_FLOWID id = 0;
        EXPECT_TRUE(QOSAddSocketToFlow(handle, s, nullptr, type, flags, &id)) << GetLastError();
        return id;
    }
    HANDLE handle = nullptr;
    SOCKET s = INVALID_SOCKET;
};

TEST_F(Flow, MarksByItsTrafficType) {
    const QOS_FLOWID id = add(QOSTrafficTypeVoice);
    EXPECT_EQ(kernel_value(s, kIp, kTos), 0x38U << 2);
    QOS_TRAFFIC_TYPE type = QOSTrafficTypeBackground;
    EXPECT_TRUE(QOSSetFlow(handle, id, QOSSetTrafficType, sizeof type, &type, 0, nullptr));
    EXPECT_EQ(kernel_value(s, kIp, kTos), 0x08U << 2);
    EXPECT_EQ(kernel_value(s, kSolSocket, kPriority), 2U);
    DWORD code_point = 46;
    EXPECT_TRUE(QOSSetFlow(handle, id, QOSSetOutgoingDSCPValue, sizeof code_point, &code_point, 0,
                           nullptr));
    EXPECT_EQ(kernel_value(s, kIp, kTos), 46U << 2);
    QOS_PACKET_PRIORITY priority{};
    ULONG size = 1;
    EXPECT_FALSE(QOSQueryFlow(handle, id, QOSQueryPacketPriority, &size, &priority, 0, nullptr));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
    EXPECT_EQ(size, sizeof priority);
    EXPECT_TRUE(QOSQueryFlow(handle, id, QOSQueryPacketPriority, &size, &priority, 0, nullptr));
    EXPECT_EQ(priority.ConformantDSCPValue, 46U);
    EXPECT_TRUE(QOSRemoveSocketFromFlow(handle, s, id, 0));
    EXPECT_EQ(kernel_value(s, kIp, kTos), 0U);
    EXPECT_FALSE(QOSRemoveSocketFromFlow(handle, s, id, 0));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_NOT_FOUND});
}

TEST_F(Flow, PacesAtItsRate) {
    const QOS_FLOWID id = add(QOSTrafficTypeAudioVideo, 0);  // adaptive: not marked yet
    EXPECT_EQ(kernel_value(s, kIp, kTos), 0U);
    UINT64 rate = 0;
    ULONG size = sizeof rate;
    EXPECT_FALSE(QOSQueryFlow(handle, id, QOSQueryOutgoingRate, &size, &rate, 0, nullptr));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_NO_DATA});
    QOS_FLOWRATE_OUTGOING outgoing{8'000'000, QOSShapeAndMark, QOSFlowRateNotApplicable};
    OVERLAPPED overlapped{};
    overlapped.hEvent = WSACreateEvent();
    EXPECT_TRUE(
        QOSSetFlow(handle, id, QOSSetOutgoingRate, sizeof outgoing, &outgoing, 0, &overlapped));
    EXPECT_EQ(WSAWaitForMultipleEvents(1, &overlapped.hEvent, FALSE, 0, FALSE),
              DWORD{WSA_WAIT_EVENT_0});
    WSACloseEvent(overlapped.hEvent);
    EXPECT_EQ(kernel_value(s, kSolSocket, kPacing), 1'000'000U);
    EXPECT_EQ(kernel_value(s, kIp, kTos), 0x28U << 2);
    EXPECT_TRUE(QOSQueryFlow(handle, id, QOSQueryOutgoingRate, &size, &rate, 0, nullptr));
    EXPECT_EQ(rate, 8'000'000U);
    EXPECT_TRUE(QOSCloseHandle(handle));
    handle = nullptr;
    EXPECT_EQ(kernel_value(s, kSolSocket, kPacing), kUnpaced);
}

TEST_F(Flow, IsSharedWhereItIsNotAdaptive) {
    QOS_FLOWID id = add(QOSTrafficTypeControl);
    const SOCKET other = connected();
    EXPECT_TRUE(QOSAddSocketToFlow(handle, other, nullptr, QOSTrafficTypeControl,
                                   QOS_NON_ADAPTIVE_FLOW, &id));
    EXPECT_EQ(kernel_value(other, kIp, kTos), 0x38U << 2);
    ULONG size = 0;
    EXPECT_FALSE(QOSEnumerateFlows(handle, &size, nullptr));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
    QOS_FLOWID found = 0;
    EXPECT_EQ(size, sizeof found);
    EXPECT_TRUE(QOSEnumerateFlows(handle, &size, &found));
    EXPECT_EQ(found, id);
    closesocket(s);  // the flow goes on with the other
    EXPECT_TRUE(QOSRemoveSocketFromFlow(handle, s, id, 0));
    s = INVALID_SOCKET;
    EXPECT_TRUE(QOSRemoveSocketFromFlow(handle, 0, id, 0));
    EXPECT_EQ(kernel_value(other, kIp, kTos), 0U);
    closesocket(other);
}

TEST_F(Flow, WrongArgumentsAreToldAsDocumented) {
    QOS_VERSION version{2, 0};
    HANDLE none = nullptr;
    EXPECT_FALSE(QOSCreateHandle(&version, &none));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_FALSE(QOSCreateHandle(nullptr, nullptr));
    QOS_FLOWID id = 77;
    EXPECT_FALSE(QOSAddSocketToFlow(handle, s, nullptr, QOSTrafficTypeVoice, 0, &id));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    id = 0;
    EXPECT_FALSE(QOSAddSocketToFlow(none, s, nullptr, QOSTrafficTypeVoice, 0, &id));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
    const SOCKET unconnected = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
    EXPECT_FALSE(QOSAddSocketToFlow(handle, unconnected, nullptr, QOSTrafficTypeVoice, 0, &id));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    closesocket(unconnected);
    sockaddr_in6 mixed{};
    mixed.sin6_family = AF_INET6;
    mixed.sin6_port = htons(9);
    mixed.sin6_addr.s6_addr[10] = mixed.sin6_addr.s6_addr[11] = 0xff;
    EXPECT_FALSE(QOSAddSocketToFlow(handle, s, reinterpret_cast<sockaddr*>(&mixed),
                                    QOSTrafficTypeVoice, 0, &id));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    id = add(QOSTrafficTypeVoice);
    EXPECT_FALSE(QOSNotifyFlow(handle, id, QOSNotifyCongested, nullptr, nullptr, 0, nullptr));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_NOT_SUPPORTED});
    EXPECT_FALSE(QOSNotifyFlow(handle, 99, QOSNotifyCongested, nullptr, nullptr, 0, nullptr));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_NOT_FOUND});
    EXPECT_FALSE(QOSCancel(handle, nullptr));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    sockaddr_in client{};
    client.sin_family = AF_INET;
    auto* address = reinterpret_cast<sockaddr*>(&client);
    EXPECT_TRUE(QOSStartTrackingClient(handle, address, 0));
    EXPECT_TRUE(QOSStopTrackingClient(handle, address, 0));
    EXPECT_FALSE(QOSStopTrackingClient(handle, address, 0));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_NOT_FOUND});
    EXPECT_FALSE(QOSStartTrackingClient(handle, nullptr, 0));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}

}  // namespace
}  // namespace berth::test

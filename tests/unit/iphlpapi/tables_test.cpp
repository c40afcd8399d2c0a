#include "iphlpapi.h"
#include "icmpapi.h"
#include "synchapi.h"
#include "processthreadsapi.h"
#include "ws2tcpip.h"

#include <gtest/gtest.h>
#include <functional>
#include <vector>

namespace {

class Tables : public testing::Test {
  protected:
    void SetUp() override {
        WSADATA data;
        ASSERT_EQ(WSAStartup(MAKEWORD(2, 2), &data), 0);
    }
    void TearDown() override { WSACleanup(); }
};

// A table in a buffer that is large enough for it.
std::vector<char> table_of(const std::function<DWORD(void*, DWORD*)>& get) {
    DWORD size = 0;
    std::vector<char> room;
    DWORD result = get(nullptr, &size);
    while (result == ERROR_INSUFFICIENT_BUFFER) {
        room.resize(size);
        result = get(room.data(), &size);
    }
    EXPECT_EQ(result, static_cast<DWORD>(NO_ERROR));
    return room;
}

TEST_F(Tables, TcpHasAListenerAndItsProcess) {
    const SOCKET s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    SOCKADDR_IN local{};
    local.sin_family = AF_INET;
    local.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int length = sizeof local;
    ASSERT_EQ(bind(s, reinterpret_cast<SOCKADDR*>(&local), length), 0);
    ASSERT_EQ(listen(s, 1), 0);
    ASSERT_EQ(getsockname(s, reinterpret_cast<SOCKADDR*>(&local), &length), 0);
    const std::vector<char> room = table_of([](void* buffer, DWORD* size) {
        return GetExtendedTcpTable(buffer, size, TRUE, AF_INET, TCP_TABLE_OWNER_PID_LISTENER, 0);
    });
    const auto* table = reinterpret_cast<const MIB_TCPTABLE_OWNER_PID*>(room.data());
    bool found = false;
    for (DWORD i = 0; i < table->dwNumEntries; i++) {
        const MIB_TCPROW_OWNER_PID& row = table->table[i];
        EXPECT_EQ(row.dwState, static_cast<DWORD>(MIB_TCP_STATE_LISTEN));
        if (row.dwLocalPort != local.sin_port || row.dwLocalAddr != local.sin_addr.s_addr)
            continue;
        found = true;
        EXPECT_EQ(row.dwOwningPid, GetCurrentProcessId());
        EXPECT_EQ(row.dwRemoteAddr, 0U);
    }
    EXPECT_TRUE(found);
    closesocket(s);
}

TEST_F(Tables, UdpHasASocketOfIpv6) {
    const SOCKET s = socket(AF_INET6, SOCK_DGRAM, IPPROTO_UDP);
    SOCKADDR_IN6 local{};
    local.sin6_family = AF_INET6;
    local.sin6_addr.s6_addr[15] = 1;
    int length = sizeof local;
    if (bind(s, reinterpret_cast<SOCKADDR*>(&local), length) != 0)
        GTEST_SKIP() << "no IPv6 on this machine";
    ASSERT_EQ(getsockname(s, reinterpret_cast<SOCKADDR*>(&local), &length), 0);
    const std::vector<char> room = table_of([](void* buffer, DWORD* size) {
        return GetUdp6Table(static_cast<MIB_UDP6TABLE*>(buffer), size, FALSE);
    });
    const auto* table = reinterpret_cast<const MIB_UDP6TABLE*>(room.data());
    bool found = false;
    for (DWORD i = 0; i < table->dwNumEntries; i++)
        found |= table->table[i].dwLocalPort == local.sin6_port &&
                 IN6_ADDR_EQUAL(&table->table[i].dwLocalAddr, &local.sin6_addr);
    EXPECT_TRUE(found);
    closesocket(s);
}

TEST_F(Tables, BadArguments) {
    DWORD size = 0;
    EXPECT_EQ(GetTcpTable(nullptr, nullptr, TRUE), static_cast<ULONG>(ERROR_INVALID_PARAMETER));
    EXPECT_EQ(GetExtendedTcpTable(nullptr, &size, FALSE, AF_IPX, TCP_TABLE_OWNER_PID_ALL, 0),
              static_cast<DWORD>(ERROR_INVALID_PARAMETER));
    EXPECT_EQ(GetExtendedTcpTable(nullptr, &size, FALSE, AF_INET6, TCP_TABLE_BASIC_ALL, 0),
              static_cast<DWORD>(ERROR_NOT_SUPPORTED));
    EXPECT_EQ(GetUdpStatistics(nullptr), static_cast<ULONG>(ERROR_INVALID_PARAMETER));
    MIB_IFROW row{};
    row.dwIndex = ~IF_INDEX{0};
    EXPECT_EQ(GetIfEntry(&row), static_cast<DWORD>(ERROR_INVALID_DATA));
}

TEST_F(Tables, LoopbackIsInEachTable) {
    DWORD best = 0;
    ASSERT_EQ(GetBestInterface(htonl(INADDR_LOOPBACK), &best), static_cast<DWORD>(NO_ERROR));
    MIB_IFROW row{};
    row.dwIndex = best;
    ASSERT_EQ(GetIfEntry(&row), static_cast<DWORD>(NO_ERROR));
    EXPECT_STREQ(row.wszName, L"lo");
    EXPECT_EQ(row.dwType, static_cast<IFTYPE>(IF_TYPE_SOFTWARE_LOOPBACK));
    EXPECT_EQ(row.dwOperStatus, IF_OPER_STATUS_OPERATIONAL);
    const std::vector<char> room = table_of([](void* buffer, DWORD* size) {
        return GetIpAddrTable(static_cast<MIB_IPADDRTABLE*>(buffer), size, TRUE);
    });
    const auto* table = reinterpret_cast<const MIB_IPADDRTABLE*>(room.data());
    bool found = false;
    for (DWORD i = 0; i < table->dwNumEntries; i++)
        found |= table->table[i].dwAddr == htonl(INADDR_LOOPBACK) &&
                 table->table[i].dwMask == htonl(0xff000000) && table->table[i].dwIndex == best;
    EXPECT_TRUE(found);
    MIB_IPFORWARDROW route{};
    ASSERT_EQ(GetBestRoute(htonl(INADDR_LOOPBACK), 0, &route), static_cast<DWORD>(NO_ERROR));
    EXPECT_EQ(route.dwForwardIfIndex, best);
    EXPECT_EQ(route.dwForwardNextHop, 0U);
}

TEST_F(Tables, ParametersAndCounters) {
    ULONG size = 0;
    ASSERT_EQ(GetNetworkParams(nullptr, &size), static_cast<DWORD>(ERROR_BUFFER_OVERFLOW));
    std::vector<char> room(size);
    auto* info = reinterpret_cast<FIXED_INFO*>(room.data());
    ASSERT_EQ(GetNetworkParams(info, &size), static_cast<DWORD>(ERROR_SUCCESS));
    EXPECT_NE(info->HostName[0], 0);
    MIB_IPSTATS ip{};
    EXPECT_EQ(GetIpStatistics(&ip), static_cast<ULONG>(NO_ERROR));
    EXPECT_NE(ip.dwNumIf, 0U);
    MIB_TCPSTATS tcp{};
    EXPECT_EQ(GetTcpStatisticsEx(&tcp, AF_INET6), static_cast<ULONG>(NO_ERROR));
}

class Echo : public testing::Test {
  protected:
    void SetUp() override {
        file_ = IcmpCreateFile();
        if (file_ == INVALID_HANDLE_VALUE)
            GTEST_SKIP() << "this user may send no echo requests: " << GetLastError();
    }
    void TearDown() override {
        if (file_ != INVALID_HANDLE_VALUE) {
            EXPECT_TRUE(IcmpCloseHandle(file_));
        }
    }
    const IPAddr loopback_ = htonl(INADDR_LOOPBACK);
    HANDLE file_ = INVALID_HANDLE_VALUE;
    char text_[5] = "ping";
    alignas(ICMP_ECHO_REPLY) char room_[sizeof(ICMP_ECHO_REPLY) + 64] = {};
};

TEST_F(Echo, ComesBack) {
    ASSERT_EQ(
        IcmpSendEcho(file_, loopback_, text_, sizeof text_, nullptr, room_, sizeof room_, INFINITE),
        1U);
    const auto* reply = reinterpret_cast<const ICMP_ECHO_REPLY*>(room_);
    EXPECT_EQ(reply->Status, static_cast<ULONG>(IP_SUCCESS));
    EXPECT_EQ(reply->Address, loopback_);
    ASSERT_EQ(reply->DataSize, sizeof text_);
    EXPECT_STREQ(static_cast<const char*>(reply->Data), text_);
    EXPECT_NE(reply->Options.Ttl, 0);
}

TEST_F(Echo, SetsAnEvent) {
    const HANDLE event = CreateEvent(nullptr, TRUE, FALSE, nullptr);
    SetLastError(0);
    EXPECT_EQ(IcmpSendEcho2(file_, event, nullptr, nullptr, loopback_, text_, sizeof text_, nullptr,
                            room_, sizeof room_, INFINITE),
              0U);
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_IO_PENDING));
    EXPECT_EQ(WaitForSingleObject(event, INFINITE), static_cast<DWORD>(WAIT_OBJECT_0));
    EXPECT_EQ(IcmpParseReplies(room_, sizeof room_), 1U);
    EXPECT_EQ(reinterpret_cast<const ICMP_ECHO_REPLY*>(room_)->Address, loopback_);
    CloseHandle(event);
}

TEST_F(Echo, CallsARoutine) {
    bool called = false;
    const auto routine = +[](void* context) { *static_cast<bool*>(context) = true; };
    EXPECT_EQ(IcmpSendEcho2(file_, nullptr,
                            reinterpret_cast<FARPROC>(reinterpret_cast<void*>(routine)), &called,
                            loopback_, text_, sizeof text_, nullptr, room_, sizeof room_, INFINITE),
              0U);
    EXPECT_EQ(SleepEx(INFINITE, TRUE), static_cast<DWORD>(WAIT_IO_COMPLETION));
    EXPECT_TRUE(called);
    EXPECT_EQ(IcmpParseReplies(room_, sizeof room_), 1U);
}

TEST_F(Echo, BadArguments) {
    EXPECT_EQ(IcmpSendEcho(file_, INADDR_ANY, text_, sizeof text_, nullptr, room_, sizeof room_, 0),
              0U);
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_NETNAME));
    EXPECT_EQ(IcmpSendEcho(file_, loopback_, text_, sizeof text_, nullptr, room_,
                           sizeof(ICMP_ECHO_REPLY), 0),
              0U);
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(IP_BUF_TOO_SMALL));
    EXPECT_EQ(
        IcmpSendEcho(nullptr, loopback_, text_, sizeof text_, nullptr, room_, sizeof room_, 0), 0U);
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_HANDLE));
    EXPECT_FALSE(IcmpCloseHandle(nullptr));
}

}  // namespace

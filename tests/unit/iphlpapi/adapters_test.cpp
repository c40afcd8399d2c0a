#include "iphlpapi.h"
#include "ws2tcpip.h"

#include <gtest/gtest.h>
#include <vector>

namespace {

// The adapters in a buffer of just the size that is asked for.
std::vector<char> adapters(ULONG family, ULONG flags) {
    ULONG size = 0;
    EXPECT_EQ(GetAdaptersAddresses(family, flags, nullptr, nullptr, &size),
              static_cast<ULONG>(ERROR_BUFFER_OVERFLOW));
    std::vector<char> room(size);
    EXPECT_EQ(GetAdaptersAddresses(family, flags, nullptr,
                                   reinterpret_cast<IP_ADAPTER_ADDRESSES*>(room.data()), &size),
              static_cast<ULONG>(ERROR_SUCCESS));
    return room;
}

const IP_ADAPTER_ADDRESSES* loopback_in(const std::vector<char>& room) {
    auto* adapter = reinterpret_cast<const IP_ADAPTER_ADDRESSES*>(room.data());
    while (adapter && adapter->IfType != IF_TYPE_SOFTWARE_LOOPBACK)
        adapter = adapter->Next;
    return adapter;
}

TEST(GetAdaptersAddresses, LoopbackHasItsAddress) {
    const std::vector<char> room = adapters(AF_INET, GAA_FLAG_INCLUDE_PREFIX);
    const IP_ADAPTER_ADDRESSES* adapter = loopback_in(room);
    ASSERT_NE(adapter, nullptr);
    EXPECT_STREQ(adapter->AdapterName, "lo");
    EXPECT_STREQ(adapter->FriendlyName, L"lo");
    EXPECT_EQ(adapter->Length, sizeof *adapter);
    ASSERT_NE(adapter->FirstUnicastAddress, nullptr);
    const SOCKET_ADDRESS& address = adapter->FirstUnicastAddress->Address;
    EXPECT_EQ(address.iSockaddrLength, static_cast<INT>(sizeof(SOCKADDR_IN)));
    const auto* in = reinterpret_cast<const SOCKADDR_IN*>(address.lpSockaddr);
    EXPECT_EQ(in->sin_family, AF_INET);
    EXPECT_EQ(in->sin_addr.S_un.S_un_b.s_b1, 127);
    EXPECT_EQ(adapter->FirstUnicastAddress->OnLinkPrefixLength, 8);
    ASSERT_NE(adapter->FirstPrefix, nullptr);
    EXPECT_EQ(adapter->FirstPrefix->PrefixLength, 8U);
}

TEST(GetAdaptersAddresses, FlagsLeaveListsOut) {
    const std::vector<char> room =
        adapters(AF_UNSPEC, GAA_FLAG_SKIP_UNICAST | GAA_FLAG_SKIP_FRIENDLY_NAME);
    const IP_ADAPTER_ADDRESSES* adapter = loopback_in(room);
    ASSERT_NE(adapter, nullptr);
    EXPECT_EQ(adapter->FirstUnicastAddress, nullptr);
    EXPECT_EQ(adapter->FirstPrefix, nullptr);
    EXPECT_EQ(adapter->FriendlyName, nullptr);
}

TEST(GetAdaptersAddresses, SmallBufferStaysUntouched) {
    IP_ADAPTER_ADDRESSES one;
    memset(&one, 0x5a, sizeof one);
    ULONG size = 16;
    EXPECT_EQ(GetAdaptersAddresses(AF_UNSPEC, 0, nullptr, &one, &size),
              static_cast<ULONG>(ERROR_BUFFER_OVERFLOW));
    EXPECT_GT(size, sizeof one);
    EXPECT_EQ(one.Length, 0x5a5a5a5aU);
}

TEST(GetAdaptersAddresses, RefusesBadArguments) {
    ULONG size = 0;
    EXPECT_EQ(GetAdaptersAddresses(AF_UNSPEC, 0, nullptr, nullptr, nullptr),
              static_cast<ULONG>(ERROR_INVALID_PARAMETER));
    EXPECT_EQ(GetAdaptersAddresses(AF_IRDA, 0, nullptr, nullptr, &size),
              static_cast<ULONG>(ERROR_INVALID_PARAMETER));
}

TEST(GetAdaptersInfo, AsksForRoomOrHasNothing) {
    ULONG size = 0;
    EXPECT_EQ(GetAdaptersInfo(nullptr, nullptr), static_cast<ULONG>(ERROR_INVALID_PARAMETER));
    const ULONG result = GetAdaptersInfo(nullptr, &size);
    if (result == ERROR_NO_DATA)
        GTEST_SKIP() << "this machine has no interface but the loopback";
    ASSERT_EQ(result, static_cast<ULONG>(ERROR_BUFFER_OVERFLOW));
    std::vector<char> room(size);
    auto* info = reinterpret_cast<IP_ADAPTER_INFO*>(room.data());
    ASSERT_EQ(GetAdaptersInfo(info, &size), static_cast<ULONG>(ERROR_SUCCESS));
    for (; info; info = info->Next)
        EXPECT_STRNE(info->AdapterName, "lo");
}

TEST(InterfaceNames, NameAndIndexAreInverse) {
    char name[IF_NAMESIZE];
    const NET_IFINDEX index = if_nametoindex("lo");
    ASSERT_NE(index, 0U);
    EXPECT_STREQ(if_indextoname(index, name), "lo");
    EXPECT_EQ(if_nametoindex("no such name"), 0U);
    EXPECT_EQ(if_nametoindex(nullptr), 0U);
    EXPECT_EQ(if_indextoname(0x7ffffff0, name), nullptr);
}

}  // namespace

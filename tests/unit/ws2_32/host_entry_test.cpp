// gethostbyname, gethostbyaddr, gethostname, getservby*, getprotoby*.
#include "winsock2.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <thread>

#include "startup_scope.h"

namespace {

using HostEntryTest = StartedTest;
using ServiceEntryTest = StartedTest;

u_long first_address(const hostent* entry) {
    u_long address = 0;
    std::memcpy(&address, entry->h_addr_list[0], sizeof address);
    return ntohl(address);
}

}  // namespace

TEST(HostEntry, NeedsWsaStartup) {
    char name[256];
    WSASetLastError(0);
    EXPECT_EQ(nullptr, gethostbyname("localhost"));
    EXPECT_EQ(WSANOTINITIALISED, WSAGetLastError());
    WSASetLastError(0);
    EXPECT_EQ(SOCKET_ERROR, gethostname(name, sizeof name));
    EXPECT_EQ(WSANOTINITIALISED, WSAGetLastError());
    WSASetLastError(0);
    EXPECT_EQ(nullptr, getservbyname("http", "tcp"));
    EXPECT_EQ(WSANOTINITIALISED, WSAGetLastError());
    WSASetLastError(0);
    EXPECT_EQ(nullptr, getprotobyname("tcp"));
    EXPECT_EQ(WSANOTINITIALISED, WSAGetLastError());
}

TEST_F(HostEntryTest, LocalhostHasTheIpv4Loopback) {
    const hostent* entry = gethostbyname("localhost");
    ASSERT_NE(nullptr, entry);
    EXPECT_STREQ("localhost", entry->h_name);
    EXPECT_EQ(AF_INET, entry->h_addrtype);
    EXPECT_EQ(4, entry->h_length);
    EXPECT_EQ(nullptr, entry->h_aliases[0]);
    EXPECT_EQ(0x7f000001u, first_address(entry));
    EXPECT_EQ(nullptr, entry->h_addr_list[1]);
}

TEST_F(HostEntryTest, AnAddressIsItsOwnName) {
    const hostent* entry = gethostbyname("127.1");
    ASSERT_NE(nullptr, entry);
    EXPECT_STREQ("127.1", entry->h_name);
    EXPECT_EQ(0x7f000001u, first_address(entry));
}

TEST_F(HostEntryTest, NoNameIsThisComputer) {
    char name[256];
    ASSERT_EQ(0, gethostname(name, sizeof name));
    for (const char* asked :
         {static_cast<const char*>(nullptr), "", static_cast<const char*>(name)}) {
        const hostent* entry = gethostbyname(asked);
        ASSERT_NE(nullptr, entry);
        EXPECT_STREQ(name, entry->h_name);
        EXPECT_NE(nullptr, entry->h_addr_list[0]);
    }
}

TEST_F(HostEntryTest, NoDataForOtherAddresses) {
    for (const char* name : {"::1", "256.1.1.1", "1.2.3.4.5", "fe80::1%1"}) {
        WSASetLastError(0);
        EXPECT_EQ(nullptr, gethostbyname(name)) << name;
        EXPECT_EQ(WSANO_DATA, WSAGetLastError()) << name;
    }
}

TEST_F(HostEntryTest, UnknownNames) {
    for (const std::string& name :
         {std::string("no-such-host.invalid"), std::string(300, 'a'), std::string("\xff\xfe")}) {
        WSASetLastError(0);
        EXPECT_EQ(nullptr, gethostbyname(name.c_str()));
        EXPECT_EQ(WSAHOST_NOT_FOUND, WSAGetLastError());
    }
}

TEST_F(HostEntryTest, EachThreadHasItsOwn) {
    const hostent* here = gethostbyname("127.0.0.1");
    ASSERT_NE(nullptr, here);
    const hostent* there = nullptr;
    std::thread([&] { there = gethostbyname("127.0.0.2"); }).join();
    EXPECT_NE(here, there);
    EXPECT_STREQ("127.0.0.1", here->h_name);
    EXPECT_EQ(here, gethostbyname("127.0.0.3"));
    EXPECT_EQ(0x7f000003u, first_address(here));
}

TEST_F(HostEntryTest, ByAddress) {
    const u_long four = htonl(INADDR_LOOPBACK);
    const hostent* entry = gethostbyaddr(reinterpret_cast<const char*>(&four), 4, AF_INET);
    ASSERT_NE(nullptr, entry);
    EXPECT_STREQ("localhost", entry->h_name);
    EXPECT_EQ(0x7f000001u, first_address(entry));
    const char six[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    entry = gethostbyaddr(six, 16, AF_INET6);
    ASSERT_NE(nullptr, entry);
    EXPECT_EQ(AF_INET6, entry->h_addrtype);
    EXPECT_EQ(16, entry->h_length);
    EXPECT_EQ(0, std::memcmp(six, entry->h_addr_list[0], 16));
}

TEST_F(HostEntryTest, ByAddressWithBadArguments) {
    const char address[16] = {127, 0, 0, 1};
    const auto fails = [](const char* from, int length, int type) {
        WSASetLastError(0);
        EXPECT_EQ(nullptr, gethostbyaddr(from, length, type));
        return WSAGetLastError();
    };
    EXPECT_EQ(WSAEFAULT, fails(nullptr, 4, AF_INET));
    EXPECT_EQ(WSAEFAULT, fails(address, 3, AF_INET));
    EXPECT_EQ(WSAEFAULT, fails(address, -1, AF_INET));
    EXPECT_EQ(WSAEINVAL, fails(address, 4, AF_INET6));
    EXPECT_EQ(WSAEAFNOSUPPORT, fails(address, 4, AF_UNIX));
}

TEST_F(HostEntryTest, HostNamesBuffer) {
    char name[256];
    WCHAR wide[256];
    ASSERT_EQ(0, gethostname(name, sizeof name));
    ASSERT_EQ(0, GetHostNameW(wide, 256));
    EXPECT_EQ(std::strlen(name), std::wcslen(wide));
    const int exact = static_cast<int>(std::strlen(name));
    EXPECT_EQ(0, gethostname(name, exact + 1));
    for (const int length : {exact, 0, -1}) {
        WSASetLastError(0);
        EXPECT_EQ(SOCKET_ERROR, gethostname(name, length));
        EXPECT_EQ(WSAEFAULT, WSAGetLastError());
    }
    EXPECT_EQ(SOCKET_ERROR, gethostname(nullptr, 100));
    EXPECT_EQ(WSAEFAULT, WSAGetLastError());
}

TEST_F(ServiceEntryTest, ServicesByName) {
    const servent* entry = getservbyname("HTTP", "tcp");
    ASSERT_NE(nullptr, entry);
    EXPECT_STREQ("http", entry->s_name);
    EXPECT_EQ(80, ntohs(static_cast<u_short>(entry->s_port)));
    EXPECT_STREQ("tcp", entry->s_proto);
    entry = getservbyname("https", nullptr);
    ASSERT_NE(nullptr, entry);
    EXPECT_EQ(443, ntohs(static_cast<u_short>(entry->s_port)));
    for (const char* name : {"nosuchservice", "", "80"}) {
        WSASetLastError(0);
        EXPECT_EQ(nullptr, getservbyname(name, "tcp"));
        EXPECT_EQ(WSANO_DATA, WSAGetLastError());
    }
    EXPECT_EQ(nullptr, getservbyname(nullptr, nullptr));
}

TEST_F(ServiceEntryTest, ServicesByPort) {
    const servent* entry = getservbyport(htons(53), "udp");
    ASSERT_NE(nullptr, entry);
    EXPECT_STREQ("domain", entry->s_name);
    EXPECT_STREQ("udp", entry->s_proto);
    EXPECT_EQ(nullptr, getservbyport(0x10050, nullptr));
    EXPECT_EQ(nullptr, getservbyport(htons(80), "nosuchprotocol"));
    EXPECT_EQ(WSANO_DATA, WSAGetLastError());
}

TEST_F(ServiceEntryTest, Protocols) {
    const protoent* entry = getprotobyname("UDP");
    ASSERT_NE(nullptr, entry);
    EXPECT_STREQ("udp", entry->p_name);
    EXPECT_EQ(17, entry->p_proto);
    entry = getprotobynumber(58);
    ASSERT_NE(nullptr, entry);
    EXPECT_STREQ("ipv6-icmp", entry->p_name);
    EXPECT_EQ(nullptr, getprotobyname("nosuchprotocol"));
    EXPECT_EQ(WSANO_DATA, WSAGetLastError());
    EXPECT_EQ(nullptr, getprotobyname(nullptr));
    EXPECT_EQ(WSAEFAULT, WSAGetLastError());
    EXPECT_EQ(nullptr, getprotobynumber(-1));
    EXPECT_EQ(nullptr, getprotobynumber(1000));
}

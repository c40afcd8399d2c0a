// getaddrinfo, GetAddrInfoW and their lists.
#include "winsock2.h"
#include "ws2tcpip.h"

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "startup_scope.h"

namespace {

struct Hints : ADDRINFOA {
    Hints(int flags, int family = AF_UNSPEC, int type = 0, int protocol = 0) : ADDRINFOA{} {
        ai_flags = flags;
        ai_family = family;
        ai_socktype = type;
        ai_protocol = protocol;
    }
};

std::string text(const sockaddr* address, size_t length) {
    char host[NI_MAXHOST];
    char service[NI_MAXSERV];
    if (getnameinfo(address, static_cast<int>(length), host, sizeof host, service, sizeof service,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return "?";
    return std::string(host) + " " + service;
}

// "address port/type/protocol" of each entry, or the error.
std::vector<std::string> ask(const char* node, const char* service, const Hints& hints) {
    ADDRINFOA* list = nullptr;
    WSASetLastError(0);
    const int error = getaddrinfo(node, service, &hints, &list);
    if (error != 0) {
        EXPECT_EQ(nullptr, list);
        EXPECT_EQ(error, WSAGetLastError());
        return {"error " + std::to_string(error)};
    }
    std::vector<std::string> all;
    for (const ADDRINFOA* at = list; at; at = at->ai_next) {
        EXPECT_EQ(at->ai_family, at->ai_addr->sa_family);
        EXPECT_EQ(at->ai_family == AF_INET ? sizeof(SOCKADDR_IN) : sizeof(SOCKADDR_IN6),
                  at->ai_addrlen);
        all.push_back(text(at->ai_addr, at->ai_addrlen) + "/" + std::to_string(at->ai_socktype) +
                      "/" + std::to_string(at->ai_protocol));
    }
    freeaddrinfo(list);
    return all;
}

using Texts = std::vector<std::string>;

Texts error(int code) {
    return {"error " + std::to_string(code)};
}

using GetAddrInfoTest = StartedTest;

}  // namespace

TEST(GetAddrInfo, NeedsWsaStartup) {
    EXPECT_EQ(error(WSANOTINITIALISED), ask("127.0.0.1", "80", Hints(0)));
    ADDRINFOW* wide = nullptr;
    EXPECT_EQ(WSANOTINITIALISED, GetAddrInfoW(L"127.0.0.1", nullptr, nullptr, &wide));
}

TEST_F(GetAddrInfoTest, AnAddressAndAPortGiveOneEntryWithTheHintsTypeAndProtocol) {
    EXPECT_EQ(Texts{"127.0.0.1 80/0/0"}, ask("127.0.0.1", "80", Hints(0)));
    EXPECT_EQ(Texts{"127.0.0.1 80/1/0"}, ask("127.0.0.1", "80", Hints(0, AF_INET, SOCK_STREAM)));
    EXPECT_EQ(Texts{"::1 80/2/17"}, ask("::1", "80", Hints(0, AF_UNSPEC, SOCK_DGRAM, IPPROTO_UDP)));
    EXPECT_EQ(Texts{"127.0.0.1 0/3/0"},
              ask("127.1", "0", Hints(AI_NUMERICHOST, AF_INET, SOCK_RAW)));
    EXPECT_EQ(Texts{"127.0.0.1 0/0/0"}, ask("127.0.0.1", nullptr, Hints(0)));
}

TEST_F(GetAddrInfoTest, NoHintsMeanAnything) {
    ADDRINFOA* list = nullptr;
    ASSERT_EQ(0, getaddrinfo("127.0.0.1", "80", nullptr, &list));
    EXPECT_EQ(0, list->ai_socktype);
    EXPECT_EQ(0, list->ai_protocol);
    EXPECT_EQ(nullptr, list->ai_next);
    EXPECT_EQ(nullptr, list->ai_canonname);
    freeaddrinfo(list);
}

TEST_F(GetAddrInfoTest, Ipv6LiteralsMayHaveBracketsAndAScope) {
    EXPECT_EQ(Texts{"::1 1/0/0"}, ask("[::1]", "1", Hints(0)));
    EXPECT_EQ(Texts{"fe80::1%7 1/0/0"}, ask("fe80::1%7", "1", Hints(0)));
    EXPECT_EQ(Texts{"fe80::1%1 1/0/0"}, ask("fe80::1%lo", "1", Hints(0)));
    EXPECT_EQ(error(WSAHOST_NOT_FOUND),
              ask("fe80::1%no-such-interface", "1", Hints(AI_NUMERICHOST)));
}

TEST_F(GetAddrInfoTest, ALiteralOfAnotherFamilyIsNotFoundUnlessItCanBeMapped) {
    EXPECT_EQ(error(WSAHOST_NOT_FOUND), ask("::1", "1", Hints(0, AF_INET)));
    EXPECT_EQ(error(WSAHOST_NOT_FOUND), ask("127.0.0.1", "1", Hints(0, AF_INET6)));
    EXPECT_EQ(Texts{"::ffff:127.0.0.1 1/0/0"}, ask("127.0.0.1", "1", Hints(AI_V4MAPPED, AF_INET6)));
}

TEST_F(GetAddrInfoTest, WithoutANodeTheWildcardServesAndTheLoopbackCalls) {
    EXPECT_EQ(Texts{"0.0.0.0 80/1/6"},
              ask(nullptr, "80", Hints(AI_PASSIVE, AF_INET, SOCK_STREAM, IPPROTO_TCP)));
    EXPECT_EQ(Texts{":: 80/1/0"}, ask(nullptr, "80", Hints(AI_PASSIVE, AF_INET6, SOCK_STREAM)));
    EXPECT_EQ(Texts{"127.0.0.1 80/0/0"}, ask(nullptr, "80", Hints(0, AF_INET)));
    EXPECT_EQ(Texts{"::1 80/0/0"}, ask(nullptr, "80", Hints(0, AF_INET6)));
}

TEST_F(GetAddrInfoTest, LocalhostIsTheLoopback) {
    EXPECT_EQ(Texts{"127.0.0.1 5/0/0"}, ask("localhost", "5", Hints(0, AF_INET)));
    EXPECT_EQ(Texts{"::1 5/0/0"}, ask("LOCALHOST", "5", Hints(0, AF_INET6)));
    const Texts both = ask("localhost", "5", Hints(AI_ALL | AI_V4MAPPED, AF_INET6));
    EXPECT_EQ((Texts{"::1 5/0/0", "::ffff:127.0.0.1 5/0/0"}), both);
}

TEST_F(GetAddrInfoTest, AnEmptyNodeIsThisComputer) {
    char name[256];
    ASSERT_EQ(0, gethostname(name, sizeof name));
    const Texts own = ask("", "5", Hints(0));
    EXPECT_EQ(own, ask(name, "5", Hints(0)));
    EXPECT_EQ(own, ask("..localmachine", "5", Hints(0)));
    EXPECT_NE(0u, own.size());
}

TEST_F(GetAddrInfoTest, ANamedServiceGivesItsTransport) {
    EXPECT_EQ(Texts{"127.0.0.1 80/1/0"}, ask("127.0.0.1", "http", Hints(0)));
    EXPECT_EQ((Texts{"127.0.0.1 53/1/0", "127.0.0.1 53/2/0"}),
              ask("127.0.0.1", "domain", Hints(0)));
    EXPECT_EQ(Texts{"127.0.0.1 53/2/17"},
              ask("127.0.0.1", "domain", Hints(0, AF_INET, 0, IPPROTO_UDP)));
    EXPECT_EQ(error(WSATYPE_NOT_FOUND), ask("127.0.0.1", "tftp", Hints(0, AF_INET, SOCK_STREAM)));
    EXPECT_EQ(error(WSATYPE_NOT_FOUND), ask("127.0.0.1", "http", Hints(0, AF_INET, SOCK_RAW)));
    EXPECT_EQ(error(WSATYPE_NOT_FOUND), ask("127.0.0.1", "nosuchservice", Hints(0)));
    EXPECT_EQ(error(WSAHOST_NOT_FOUND), ask("127.0.0.1", "http", Hints(AI_NUMERICSERV)));
}

TEST_F(GetAddrInfoTest, APortIsANumberUpTo65535) {
    EXPECT_EQ(Texts{"127.0.0.1 65535/0/0"}, ask("127.0.0.1", "65535", Hints(0)));
    EXPECT_EQ(Texts{"127.0.0.1 80/0/0"}, ask("127.0.0.1", " 80", Hints(0)));
    EXPECT_EQ(Texts{"127.0.0.1 0/0/0"}, ask("127.0.0.1", "", Hints(0)));
    for (const char* port : {"65536", "99999999999999999999999", "-1", "80x", "0x50"})
        EXPECT_EQ(error(WSATYPE_NOT_FOUND), ask("127.0.0.1", port, Hints(0))) << port;
}

TEST_F(GetAddrInfoTest, NamesThatDoNotExist) {
    for (const std::string& name :
         {std::string("no-such-host.invalid"), std::string(300, 'a'), std::string(70000, 'x'),
          std::string("\xff\xfe"), std::string("256.1.1.1"), std::string("1.2.3.4.5"),
          std::string("[::1")})
        EXPECT_EQ(error(WSAHOST_NOT_FOUND), ask(name.c_str(), "1", Hints(0))) << name.substr(0, 40);
    EXPECT_EQ(error(WSAHOST_NOT_FOUND), ask("localhost", "1", Hints(AI_NUMERICHOST)));
}

TEST_F(GetAddrInfoTest, BadHints) {
    EXPECT_EQ(error(WSAHOST_NOT_FOUND), ask(nullptr, nullptr, Hints(0)));
    EXPECT_EQ(error(WSAEAFNOSUPPORT), ask("localhost", "1", Hints(0, AF_UNIX)));
    EXPECT_EQ(error(WSAEAFNOSUPPORT), ask("localhost", "1", Hints(0, -5)));
    EXPECT_EQ(error(WSAESOCKTNOSUPPORT), ask("localhost", "1", Hints(0, AF_INET, SOCK_RDM)));
    EXPECT_EQ(error(WSAESOCKTNOSUPPORT), ask("localhost", "1", Hints(0, AF_INET, -1)));
    EXPECT_EQ(error(WSAEINVAL), ask("localhost", "1", Hints(0x200)));
    EXPECT_EQ(error(WSAEINVAL), ask("localhost", "1", Hints(AI_CANONNAME | AI_FQDN)));
    EXPECT_EQ(error(WSANO_RECOVERY), ask(nullptr, "1", Hints(AI_CANONNAME)));
    EXPECT_EQ(error(WSANO_RECOVERY), ask(nullptr, "1", Hints(AI_FQDN)));
    EXPECT_EQ(error(WSAHOST_NOT_FOUND), ask(nullptr, "1", Hints(AI_NUMERICHOST)));
    Hints filled(0);
    filled.ai_addrlen = 4;
    EXPECT_EQ(error(WSANO_RECOVERY), ask("localhost", "1", filled));
    filled = Hints(0);
    filled.ai_next = &filled;
    EXPECT_EQ(error(WSANO_RECOVERY), ask("localhost", "1", filled));
    EXPECT_EQ(WSAEFAULT, getaddrinfo("localhost", "1", nullptr, nullptr));
}

TEST_F(GetAddrInfoTest, TheFirstEntryHoldsTheCanonicalName) {
    ADDRINFOA* list = nullptr;
    const Hints hints(AI_CANONNAME);
    ASSERT_EQ(0, getaddrinfo("localhost", nullptr, &hints, &list));
    EXPECT_STREQ("localhost", list->ai_canonname);
    EXPECT_NE(0, list->ai_flags & AI_CANONNAME);
    for (const ADDRINFOA* at = list->ai_next; at; at = at->ai_next)
        EXPECT_EQ(nullptr, at->ai_canonname);
    freeaddrinfo(list);
    ASSERT_EQ(0, getaddrinfo("127.0.0.1", nullptr, &hints, &list));
    EXPECT_STREQ("127.0.0.1", list->ai_canonname);
    freeaddrinfo(list);
}

TEST_F(GetAddrInfoTest, AListMayBeFreedInParts) {
    ADDRINFOA* list = nullptr;
    ASSERT_EQ(0, getaddrinfo("127.0.0.1", "domain", nullptr, &list));
    ADDRINFOA* rest = list->ai_next;
    ASSERT_NE(nullptr, rest);
    list->ai_next = nullptr;
    freeaddrinfo(list);
    EXPECT_EQ("127.0.0.1 53", text(rest->ai_addr, rest->ai_addrlen));
    freeaddrinfo(rest);
    freeaddrinfo(nullptr);
    FreeAddrInfoW(nullptr);
}

TEST_F(GetAddrInfoTest, WideText) {
    ADDRINFOW hints{};
    hints.ai_flags = AI_CANONNAME;
    hints.ai_family = AF_INET;
    ADDRINFOW* list = nullptr;
    ASSERT_EQ(0, GetAddrInfoW(L"localhost", L"http", &hints, &list));
    EXPECT_STREQ(L"localhost", list->ai_canonname);
    EXPECT_EQ("127.0.0.1 80", text(list->ai_addr, list->ai_addrlen));
    FreeAddrInfoW(list);
    EXPECT_EQ(WSAHOST_NOT_FOUND, GetAddrInfoW(nullptr, nullptr, nullptr, &list));
    EXPECT_EQ(nullptr, list);
    EXPECT_EQ(WSAHOST_NOT_FOUND, GetAddrInfoW(L"\x4e2d\x6587.invalid", nullptr, nullptr, &list));
}

TEST(GaiStrError, GivesTheThreadsText) {
    EXPECT_STREQ("No such host is known.", gai_strerrorA(EAI_NONAME));
    EXPECT_STREQ(L"No such host is known.", gai_strerrorW(EAI_NONAME));
    EXPECT_STRNE("", gai_strerrorA(EAI_SERVICE));
    EXPECT_STREQ("Unknown error 1234567.", gai_strerrorA(1234567));
}

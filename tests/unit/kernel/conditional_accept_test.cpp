// SO_CONDITIONAL_ACCEPT on TCP: the client waits for the decision. In a network of each test's own.
#include <cstring>
#include <functional>
#include <sched.h>
#include <thread>

#include "connection_test.h"
#include "mswsock.h"
#include "providers/kernel/conditional_accept.h"

// By names that do not meet winsock2.h's.
extern "C" int linux_socket(int, int, int) __asm__("socket");
extern "C" int linux_ioctl(int, unsigned long, ...) __asm__("ioctl");
extern "C" int linux_close(int) __asm__("close");

namespace berth::test {
namespace {

void loopback_up() {
    struct {
        char name[16];
        short flags;
        char rest[22];
    } request{};
    std::memcpy(request.name, "lo", 3);
    request.flags = 1;
    constexpr unsigned long kSetFlags = 0x8914;
    const int fd = linux_socket(2, 2, 0);
    ASSERT_EQ(linux_ioctl(fd, kSetFlags, &request), 0);
    linux_close(fd);
}

class ConditionalAcceptTest : public WinsockTest {
  protected:
    void in_a_network(const std::function<void()>& body) {
        bool entered = false;
        int refused = 0;
        std::thread([&] {
            entered = unshare(CLONE_NEWNET) == 0;
            if (!entered)
                return;
            loopback_up();
            refused = kernel::ConditionalAccept::probe();
            if (refused == 0)
                body();
        }).join();
        if (!entered || refused != 0)
            GTEST_SKIP() << "no network namespaces, or no netfilter queue here: " << refused;
    }
};

SOCKET conditional_listener(sockaddr_storage* address, int family = AF_INET, int backlog = 5) {
    const SOCKET listener = socket(family, SOCK_STREAM, IPPROTO_TCP);
    BOOL on = TRUE;
    EXPECT_EQ(setsockopt(listener, SOL_SOCKET, SO_CONDITIONAL_ACCEPT,
                         reinterpret_cast<const char*>(&on), sizeof on),
              0);
    *address = {};
    address->ss_family = static_cast<ADDRESS_FAMILY>(family);
    if (family == AF_INET)
        reinterpret_cast<sockaddr_in*>(address)->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    else
        reinterpret_cast<sockaddr_in6*>(address)->sin6_addr.s6_addr[15] = 1;
    EXPECT_EQ(bind(listener, reinterpret_cast<sockaddr*>(address), sizeof *address), 0);
    EXPECT_EQ(listen(listener, backlog), 0);
    int length = sizeof *address;
    EXPECT_EQ(getsockname(listener, reinterpret_cast<sockaddr*>(address), &length), 0);
    return listener;
}

// A client that has asked, and does not wait.
SOCKET client_ask(const sockaddr_storage& address) {
    const SOCKET client = socket(address.ss_family, SOCK_STREAM, IPPROTO_TCP);
    u_long on = 1;
    ioctlsocket(client, FIONBIO, &on);
    EXPECT_EQ(connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address),
              SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAEWOULDBLOCK);
    return client;
}

// What the client's connect has come to: 0, an error, or WSAEALREADY.
int client_outcome(SOCKET client, int milliseconds) {
    WSAPOLLFD poll{client, POLLWRNORM, 0};
    if (WSAPoll(&poll, 1, milliseconds) == 0)
        return WSAEALREADY;
    int error = 0;
    int length = sizeof error;
    getsockopt(client, SOL_SOCKET, SO_ERROR, reinterpret_cast<char*>(&error), &length);
    return error;
}

constexpr int kLong = 30000;

struct Asked {
    int answer = CF_ACCEPT;
    int times = 0;
    SOCKET client = INVALID_SOCKET;  // looked at from inside
    int client_then = 0;
    sockaddr_storage caller{};
};

int CALLBACK condition(LPWSABUF caller, LPWSABUF caller_data, LPQOS sqos, LPQOS gqos, LPWSABUF,
                       LPWSABUF, GROUP*, DWORD_PTR data) {
    auto* asked = reinterpret_cast<Asked*>(data);
    ++asked->times;
    EXPECT_EQ(caller_data, nullptr);
    EXPECT_EQ(sqos, nullptr);
    EXPECT_EQ(gqos, nullptr);
    std::memcpy(&asked->caller, caller->buf, caller->len);
    if (asked->client != INVALID_SOCKET)
        asked->client_then = client_outcome(asked->client, 0);
    return asked->answer;
}

int accept_code(SOCKET listener, Asked* asked, SOCKET* accepted = nullptr) {
    const SOCKET s =
        WSAAccept(listener, nullptr, nullptr, condition, reinterpret_cast<DWORD_PTR>(asked));
    const int code = s == INVALID_SOCKET ? WSAGetLastError() : 0;
    if (accepted)
        *accepted = s;
    else if (s != INVALID_SOCKET)
        closesocket(s);
    return code;
}

class ConditionalAcceptFamily : public ConditionalAcceptTest,
                                public testing::WithParamInterface<int> {};

TEST_P(ConditionalAcceptFamily, ClientIsConnectedByTheDecision) {
    in_a_network([] {
        sockaddr_storage address;
        const SOCKET listener = conditional_listener(&address, GetParam());
        Asked asked;
        asked.client = client_ask(address);
        SOCKET accepted = INVALID_SOCKET;
        EXPECT_EQ(accept_code(listener, &asked, &accepted), 0);
        EXPECT_EQ(asked.client_then, WSAEALREADY);
        EXPECT_EQ(client_outcome(asked.client, kLong), 0);
        sockaddr_storage name{};
        int length = sizeof name;
        getsockname(asked.client, reinterpret_cast<sockaddr*>(&name), &length);
        EXPECT_EQ(std::memcmp(&name, &asked.caller, static_cast<size_t>(length)), 0);
        EXPECT_EQ(send(asked.client, "x", 1, 0), 1);
        char got = 0;
        EXPECT_EQ(recv(accepted, &got, 1, 0), 1);
        for (SOCKET s : {asked.client, accepted, listener})
            closesocket(s);
    });
}

TEST_P(ConditionalAcceptFamily, RejectionRefusesTheClient) {
    in_a_network([] {
        sockaddr_storage address;
        const SOCKET listener = conditional_listener(&address, GetParam());
        const SOCKET client = client_ask(address);
        Asked asked;
        asked.answer = CF_REJECT;
        EXPECT_EQ(accept_code(listener, &asked), WSAECONNREFUSED);
        EXPECT_EQ(client_outcome(client, kLong), WSAECONNREFUSED);
        closesocket(client);
        closesocket(listener);
    });
}

INSTANTIATE_TEST_SUITE_P(Families, ConditionalAcceptFamily, testing::Values(AF_INET, AF_INET6));

TEST_F(ConditionalAcceptTest, DeferredClientGoesOnWaiting) {
    in_a_network([] {
        sockaddr_storage address;
        const SOCKET listener = conditional_listener(&address);
        const SOCKET first = client_ask(address);
        const SOCKET second = client_ask(address);
        Asked asked;
        asked.answer = CF_DEFER;
        EXPECT_EQ(accept_code(listener, &asked), WSATRY_AGAIN);
        const sockaddr_storage caller = asked.caller;
        EXPECT_EQ(accept_code(listener, &asked), WSATRY_AGAIN);
        EXPECT_EQ(std::memcmp(&caller, &asked.caller, sizeof caller), 0);
        EXPECT_EQ(client_outcome(first, 0), WSAEALREADY);
        const SOCKET accepted = accept(listener, nullptr, nullptr);  // takes what is on top
        EXPECT_NE(accepted, INVALID_SOCKET);
        EXPECT_EQ(client_outcome(first, kLong), 0);
        EXPECT_EQ(client_outcome(second, 0), WSAEALREADY);
        asked.answer = CF_REJECT;
        EXPECT_EQ(accept_code(listener, &asked), WSAECONNREFUSED);
        EXPECT_EQ(client_outcome(second, kLong), WSAECONNREFUSED);
        for (SOCKET s : {first, second, accepted, listener})
            closesocket(s);
    });
}

// It does not say so: the kernel's answer to it tells.
TEST_F(ConditionalAcceptTest, ClientThatHasGoneIsToldOnceAndTheQueueGoesOn) {
    in_a_network([] {
        sockaddr_storage address;
        const SOCKET listener = conditional_listener(&address);
        SOCKET client = client_ask(address);
        Asked asked;
        asked.answer = CF_DEFER;
        EXPECT_EQ(accept_code(listener, &asked), WSATRY_AGAIN);
        closesocket(client);
        client = client_ask(address);
        asked.answer = CF_ACCEPT;
        EXPECT_EQ(accept_code(listener, &asked), WSAECONNRESET);
        EXPECT_EQ(accept_code(listener, &asked), 0);
        closesocket(client);
        closesocket(client_ask(address));  // nobody heard of it
        client = client_ask(address);
        const SOCKET accepted = accept(listener, nullptr, nullptr);
        EXPECT_NE(accepted, INVALID_SOCKET);
        EXPECT_EQ(client_outcome(client, kLong), 0);
        for (SOCKET s : {client, accepted, listener})
            closesocket(s);
    });
}

TEST_F(ConditionalAcceptTest, CloseRefusesThoseThatWait) {
    in_a_network([] {
        sockaddr_storage address;
        const SOCKET listener = conditional_listener(&address);
        const SOCKET deferred = client_ask(address);
        Asked asked;
        asked.answer = CF_DEFER;
        EXPECT_EQ(accept_code(listener, &asked), WSATRY_AGAIN);
        const SOCKET waiting = client_ask(address);
        EXPECT_EQ(accept_code(listener, &asked), WSATRY_AGAIN);  // and the other was read
        closesocket(listener);
        EXPECT_EQ(client_outcome(deferred, kLong), WSAECONNREFUSED);
        EXPECT_EQ(client_outcome(waiting, kLong), WSAECONNREFUSED);
        EXPECT_TRUE(kernel::syn_rules_left_over(false, false).empty());
        closesocket(deferred);
        closesocket(waiting);
    });
}

TEST_F(ConditionalAcceptTest, EveryWaitHearsOfARequest) {
    in_a_network([] {
        sockaddr_storage address;
        const SOCKET listener = conditional_listener(&address);
        const WSAEVENT event = WSACreateEvent();
        ASSERT_EQ(WSAEventSelect(listener, event, FD_ACCEPT), 0);
        EXPECT_EQ(accept(listener, nullptr, nullptr), INVALID_SOCKET);
        EXPECT_EQ(WSAGetLastError(), WSAEWOULDBLOCK);
        const SOCKET client = client_ask(address);
        EXPECT_EQ(WSAWaitForMultipleEvents(1, &event, FALSE, kLong, FALSE),
                  DWORD{WSA_WAIT_EVENT_0});
        WSANETWORKEVENTS events{};
        WSAEnumNetworkEvents(listener, event, &events);
        EXPECT_EQ(events.lNetworkEvents, FD_ACCEPT);
        WSAPOLLFD poll{listener, POLLRDNORM, 0};
        EXPECT_EQ(WSAPoll(&poll, 1, kLong), 1);
        fd_set readable;
        FD_ZERO(&readable);
        FD_SET(listener, &readable);
        EXPECT_EQ(select(0, &readable, nullptr, nullptr, nullptr), 1);
        EXPECT_EQ(client_outcome(client, 0), WSAEALREADY);
        Asked asked;
        EXPECT_EQ(accept_code(listener, &asked), 0);
        EXPECT_EQ(WSAPoll(&poll, 1, 0), 0);
        EXPECT_EQ(accept_code(listener, &asked), WSAEWOULDBLOCK);
        EXPECT_EQ(asked.times, 1);
        WSAEnumNetworkEvents(listener, event, &events);
        EXPECT_EQ(events.lNetworkEvents, 0);
        closesocket(client);
        closesocket(listener);
        WSACloseEvent(event);
    });
}

TEST_F(ConditionalAcceptTest, BlockedAcceptHearsOfARequestAndOfTheClose) {
    in_a_network([] {
        sockaddr_storage address;
        const SOCKET listener = conditional_listener(&address);
        Asked asked;
        int first = -1;
        int second = -1;
        std::thread server([&] {
            first = accept_code(listener, &asked);
            second = accept_code(listener, &asked);
        });
        const SOCKET client = client_ask(address);
        EXPECT_EQ(client_outcome(client, kLong), 0);
        closesocket(listener);
        server.join();
        EXPECT_EQ(first, 0);
        EXPECT_TRUE(second == WSAEINTR || second == WSAENOTSOCK) << second;
        closesocket(client);
    });
}

TEST_F(ConditionalAcceptTest, AcceptExTakesWhatIsOnTop) {
    in_a_network([] {
        sockaddr_storage address;
        const SOCKET listener = conditional_listener(&address);
        const SOCKET early = client_ask(address);
        SOCKET accepting[3];
        char buffers[3][2 * (sizeof(sockaddr_in) + 16)];
        WSAOVERLAPPED overlapped[3]{};
        for (int i = 0; i < 3; ++i) {
            accepting[i] = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
            overlapped[i].hEvent = WSACreateEvent();
            DWORD received = 0;
            if (!AcceptEx(listener, accepting[i], buffers[i], 0, sizeof(sockaddr_in) + 16,
                          sizeof(sockaddr_in) + 16, &received, &overlapped[i])) {
                EXPECT_EQ(WSAGetLastError(), ERROR_IO_PENDING);
            }
        }
        const SOCKET late = client_ask(address);
        const SOCKET last = client_ask(address);
        for (int i = 0; i < 3; ++i) {
            DWORD bytes = 0;
            DWORD flags = 0;
            EXPECT_TRUE(WSAGetOverlappedResult(listener, &overlapped[i], &bytes, TRUE, &flags));
        }
        for (SOCKET client : {early, late, last})
            EXPECT_EQ(client_outcome(client, kLong), 0);
        const SOCKET waiting = client_ask(address);  // nobody takes it
        EXPECT_EQ(client_outcome(waiting, 0), WSAEALREADY);
        for (SOCKET s : {early, late, last, waiting, listener})
            closesocket(s);
        for (int i = 0; i < 3; ++i) {
            closesocket(accepting[i]);
            WSACloseEvent(overlapped[i].hEvent);
        }
    });
}

int CALLBACK condition_in_turn(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                               DWORD_PTR data) {
    constexpr int kAnswers[] = {CF_ACCEPT, CF_DEFER, CF_REJECT, CF_ACCEPT};
    return kAnswers[reinterpret_cast<std::atomic<unsigned>*>(data)->fetch_add(1) % 4];
}

// Whoever is accepted is connected, whoever is rejected is refused, and nobody is lost.
TEST_F(ConditionalAcceptTest, ThreadsDecideAtOnce) {
    in_a_network([] {
        constexpr int kThreads = 3;
        constexpr int kClients = 60;
        sockaddr_storage address;
        const SOCKET listener = conditional_listener(&address, AF_INET, kThreads * kClients);
        std::atomic<unsigned> turn{0};
        std::atomic<int> accepted{0};
        std::atomic<int> rejected{0};
        std::atomic<int> connected{0};
        std::atomic<int> refused{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < kThreads; ++i) {
            threads.emplace_back([&] {
                for (;;) {
                    const SOCKET s = WSAAccept(listener, nullptr, nullptr, condition_in_turn,
                                               reinterpret_cast<DWORD_PTR>(&turn));
                    const int code = s == INVALID_SOCKET ? WSAGetLastError() : 0;
                    if (code == WSAEINTR || code == WSAENOTSOCK)
                        return;
                    accepted += code == 0;
                    rejected += code == WSAECONNREFUSED;
                    if (code == 0)
                        closesocket(s);
                }
            });
        }
        std::vector<std::thread> callers;
        for (int i = 0; i < kThreads; ++i) {
            callers.emplace_back([&] {
                for (int j = 0; j < kClients; ++j) {
                    const SOCKET client = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
                    const bool good = connect(client, reinterpret_cast<sockaddr*>(&address),
                                              sizeof(sockaddr_in)) == 0;
                    EXPECT_TRUE(good || WSAGetLastError() == WSAECONNREFUSED) << WSAGetLastError();
                    ++(good ? connected : refused);
                    closesocket(client);
                }
            });
        }
        for (std::thread& caller : callers)
            caller.join();
        while (accepted + rejected < kThreads * kClients)
            std::this_thread::yield();
        closesocket(listener);
        for (std::thread& thread : threads)
            thread.join();
        EXPECT_EQ(accepted, connected);
        EXPECT_EQ(rejected, refused);
    });
}

// An IPv6 listener that takes IPv4's calls, too, is told of them by mapped addresses.
TEST_F(ConditionalAcceptTest, DualListenerHoldsBothFamilies) {
    in_a_network([] {
        const SOCKET listener = socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP);
        DWORD off = 0;
        BOOL on = TRUE;
        setsockopt(listener, IPPROTO_IPV6, IPV6_V6ONLY, reinterpret_cast<char*>(&off), sizeof off);
        setsockopt(listener, SOL_SOCKET, SO_CONDITIONAL_ACCEPT, reinterpret_cast<char*>(&on),
                   sizeof on);
        sockaddr_in6 any{};
        any.sin6_family = AF_INET6;
        int length = sizeof any;
        ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&any), length), 0);
        ASSERT_EQ(listen(listener, 5), 0);
        getsockname(listener, reinterpret_cast<sockaddr*>(&any), &length);
        sockaddr_storage target{};
        const sockaddr_in v4 = loopback(ntohs(any.sin6_port));
        std::memcpy(&target, &v4, sizeof v4);
        Asked asked;
        asked.client = client_ask(target);
        EXPECT_EQ(accept_code(listener, &asked), 0);
        EXPECT_EQ(asked.client_then, WSAEALREADY);
        EXPECT_EQ(asked.caller.ss_family, AF_INET6);
        EXPECT_TRUE(
            IN6_IS_ADDR_V4MAPPED(&reinterpret_cast<sockaddr_in6*>(&asked.caller)->sin6_addr));
        closesocket(asked.client);
        closesocket(listener);
    });
}

TEST_F(ConditionalAcceptTest, FiveHundredWaitAtOnce) {
    in_a_network([] {
        constexpr int kBacklog = 500;
        sockaddr_storage address;
        const SOCKET listener = conditional_listener(&address, AF_INET, kBacklog);
        std::vector<SOCKET> clients;
        for (int i = 0; i < kBacklog; ++i)
            clients.push_back(client_ask(address));
        u_long on = 1;
        ioctlsocket(listener, FIONBIO, &on);
        Asked asked;
        asked.answer = CF_REJECT;
        int code = WSAECONNREFUSED;
        while (code == WSAECONNREFUSED)
            code = accept_code(listener, &asked);
        EXPECT_EQ(code, WSAEWOULDBLOCK);
        EXPECT_EQ(asked.times, kBacklog);
        for (SOCKET client : clients) {
            EXPECT_EQ(client_outcome(client, kLong), WSAECONNREFUSED);
            closesocket(client);
        }
        closesocket(listener);
    });
}

}  // namespace
}  // namespace berth::test

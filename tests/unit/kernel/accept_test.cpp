#include <sys/syscall.h>

#include <atomic>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "connection_test.h"

namespace berth::test {
namespace {

class Accept : public WinsockTest {};

int CALLBACK answer_with(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                         DWORD_PTR data) {
    return static_cast<int>(data);
}

TEST_F(Accept, EchoesOverTheAcceptedSocket) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    SOCKET client = client_make(address);
    SOCKET server = accept(listener, nullptr, nullptr);
    ASSERT_NE(server, INVALID_SOCKET);
    EXPECT_EQ(send(client, "hello", 5, 0), 5);
    char buffer[16];
    EXPECT_EQ(recv(server, buffer, sizeof buffer, 0), 5);
    EXPECT_EQ(closesocket(client), 0);
    EXPECT_EQ(recv(server, buffer, sizeof buffer, 0), 0);
    closesocket(server);
    closesocket(listener);
}

TEST_F(Accept, DeferredRequestIsAskedAboutAgain) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    SOCKET first = client_make(address);
    SOCKET second = client_make(address);
    sockaddr_in expected{};
    int length = sizeof expected;
    getsockname(first, reinterpret_cast<sockaddr*>(&expected), &length);
    EXPECT_EQ(WSAAccept(listener, nullptr, nullptr, answer_with, CF_DEFER), INVALID_SOCKET);
    EXPECT_EQ(WSAGetLastError(), WSATRY_AGAIN);
    sockaddr_in peer{};
    length = sizeof peer;
    SOCKET server =
        WSAAccept(listener, reinterpret_cast<sockaddr*>(&peer), &length, answer_with, CF_ACCEPT);
    ASSERT_NE(server, INVALID_SOCKET);
    EXPECT_EQ(peer.sin_port, expected.sin_port);
    for (SOCKET s : {first, second, server, listener})
        closesocket(s);
}

// "Filled in regardless of whether the condition function is specified or what it returns."
TEST_F(Accept, TheAddressIsToldWhateverTheAnswer) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    SOCKET client = client_make(address);
    sockaddr_in expected{};
    int length = sizeof expected;
    getsockname(client, reinterpret_cast<sockaddr*>(&expected), &length);
    for (int answer : {CF_DEFER, 77, CF_REJECT}) {
        sockaddr_in peer{};
        length = sizeof peer;
        EXPECT_EQ(WSAAccept(listener, reinterpret_cast<sockaddr*>(&peer), &length, answer_with,
                            static_cast<DWORD_PTR>(answer)),
                  INVALID_SOCKET);
        EXPECT_EQ(peer.sin_port, expected.sin_port) << answer;
    }
    const auto nowhere = reinterpret_cast<LPCONDITIONPROC>(8);
    EXPECT_EQ(WSAAccept(listener, nullptr, nullptr, nowhere, 0), INVALID_SOCKET);
    EXPECT_EQ(WSAGetLastError(), WSAEFAULT);
    closesocket(client);
    closesocket(listener);
}

TEST_F(Accept, DeferredRequestKeepsTheListenerReadable) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    SOCKET client = client_make(address);
    EXPECT_EQ(WSAAccept(listener, nullptr, nullptr, answer_with, CF_DEFER), INVALID_SOCKET);
    fd_set set;
    FD_ZERO(&set);
    FD_SET(listener, &set);
    EXPECT_EQ(select(0, &set, nullptr, nullptr, nullptr), 1);
    WSAPOLLFD poll{listener, POLLRDNORM, 0};
    EXPECT_EQ(WSAPoll(&poll, 1, -1), 1);
    EXPECT_EQ(poll.revents, POLLRDNORM);
    SOCKET server = accept(listener, nullptr, nullptr);
    EXPECT_EQ(WSAPoll(&poll, 1, 0), 0);
    for (SOCKET s : {client, server, listener})
        closesocket(s);
}

// A thread that calls accept, and has come to wait there.
class Acceptor {
  public:
    explicit Acceptor(SOCKET listener, LPCONDITIONPROC condition = nullptr)
        : thread_([this, listener, condition] {
              tid_ = GetCurrentThreadId();
              accepted_ = WSAAccept(listener, nullptr, nullptr, condition, CF_ACCEPT);
              error_ = accepted_ == INVALID_SOCKET ? WSAGetLastError() : 0;
          }) {
        while (!waits_in_accept())
            std::this_thread::yield();
    }
    SOCKET accepted() {
        thread_.join();
        return accepted_;
    }
    int error() const { return error_; }

  private:
    bool waits_in_accept() const {
        std::ifstream file("/proc/self/task/" + std::to_string(tid_.load()) + "/syscall");
        int number = 0;
        return tid_ != 0 && file >> number && number == SYS_accept4;
    }

    std::atomic<DWORD> tid_{0};
    SOCKET accepted_ = INVALID_SOCKET;
    int error_ = 0;
    std::thread thread_;
};

struct Waiting {
    SOCKET listener;
    LPCONDITIONPROC condition;
    size_t count;
    std::vector<std::unique_ptr<Acceptor>> acceptors;
};

// Defers when others wait in accept.
int CALLBACK defer_while_others_wait(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                                     DWORD_PTR data) {
    auto* waiting = reinterpret_cast<Waiting*>(data);
    for (size_t i = 0; i < waiting->count; ++i)
        waiting->acceptors.push_back(
            std::make_unique<Acceptor>(waiting->listener, waiting->condition));
    return CF_DEFER;
}

TEST_F(Accept, DeferredRequestGoesToAThreadThatWaitsAlready) {
    for (LPCONDITIONPROC condition : {LPCONDITIONPROC{nullptr}, LPCONDITIONPROC{answer_with}}) {
        sockaddr_in address;
        SOCKET listener = listener_make(&address);
        SOCKET client = client_make(address);
        Waiting waiting{listener, condition, 1, {}};
        EXPECT_EQ(WSAAccept(listener, nullptr, nullptr, defer_while_others_wait,
                            reinterpret_cast<DWORD_PTR>(&waiting)),
                  INVALID_SOCKET);
        EXPECT_EQ(WSAGetLastError(), WSATRY_AGAIN);
        SOCKET server = waiting.acceptors[0]->accepted();
        ASSERT_NE(server, INVALID_SOCKET);
        EXPECT_EQ(send(client, "x", 1, 0), 1);
        char byte;
        EXPECT_EQ(recv(server, &byte, 1, 0), 1);
        for (SOCKET s : {client, server, listener})
            closesocket(s);
    }
}

TEST_F(Accept, DeferredRequestGoesToOneOfTheThreadsThatWait) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    SOCKET client = client_make(address);
    Waiting waiting{listener, nullptr, 3, {}};
    EXPECT_EQ(WSAAccept(listener, nullptr, nullptr, defer_while_others_wait,
                        reinterpret_cast<DWORD_PTR>(&waiting)),
              INVALID_SOCKET);
    WSAPOLLFD poll{listener, POLLRDNORM, 0};
    while (WSAPoll(&poll, 1, 0) != 0)  // until one has it
        std::this_thread::yield();
    closesocket(listener);
    int accepted = 0;
    for (auto& acceptor : waiting.acceptors) {
        SOCKET server = acceptor->accepted();
        accepted += server != INVALID_SOCKET;
        if (server == INVALID_SOCKET) {
            EXPECT_EQ(acceptor->error(), WSAEINTR);
        }
        closesocket(server);
    }
    EXPECT_EQ(accepted, 1);
    closesocket(client);
}

TEST_F(Accept, ManyThreadsDeferWhileTheListenerIsClosed) {
    constexpr int kThreads = 4;
    constexpr int kRounds = 20;
    for (int round = 0; round < kRounds; ++round) {
        sockaddr_in address;
        SOCKET listener = listener_make(&address);
        SOCKET clients[kThreads];
        for (SOCKET& client : clients)
            client = client_make(address);
        std::atomic<int> asked{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < kThreads; ++i) {
            threads.emplace_back([&] {
                for (;;) {
                    SOCKET s = WSAAccept(listener, nullptr, nullptr, answer_with, CF_DEFER);
                    EXPECT_EQ(s, INVALID_SOCKET);
                    if (WSAGetLastError() != WSATRY_AGAIN)
                        return;
                    ++asked;
                }
            });
        }
        while (asked < kThreads)
            std::this_thread::yield();
        EXPECT_EQ(closesocket(listener), 0);
        for (std::thread& thread : threads)
            thread.join();
        for (SOCKET client : clients)
            closesocket(client);
    }
}

TEST_F(Accept, RejectedClientIsReset) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    SOCKET client = client_make(address);
    EXPECT_EQ(WSAAccept(listener, nullptr, nullptr, answer_with, CF_REJECT), INVALID_SOCKET);
    EXPECT_EQ(WSAGetLastError(), WSAECONNREFUSED);
    char byte;
    EXPECT_EQ(recv(client, &byte, 1, 0), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAECONNRESET);
    closesocket(client);
    closesocket(listener);
}

TEST_F(Accept, ClosingTheListenerEndsABlockedAccept) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    int error = 0;
    std::thread waiter([&] {
        EXPECT_EQ(accept(listener, nullptr, nullptr), INVALID_SOCKET);
        error = WSAGetLastError();
    });
    closesocket(listener);
    waiter.join();
    EXPECT_TRUE(error == WSAEINTR || error == WSAENOTSOCK) << error;
}

int CALLBACK close_listener(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                            DWORD_PTR data) {
    closesocket(static_cast<SOCKET>(data));
    return CF_ACCEPT;
}

TEST_F(Accept, ConditionFunctionMayCloseTheListener) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    SOCKET client = client_make(address);
    EXPECT_EQ(WSAAccept(listener, nullptr, nullptr, close_listener, listener), INVALID_SOCKET);
    EXPECT_EQ(WSAGetLastError(), WSAENOTSOCK);
    closesocket(client);
}

}  // namespace
}  // namespace berth::test

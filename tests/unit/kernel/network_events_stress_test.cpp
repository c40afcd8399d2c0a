// Sockets under traffic are selected, enumerated, closed and made again by several threads at once.
// BERTH_STRESS_SECONDS makes it last.
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <random>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

#include "connection_test.h"

namespace berth::test {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kPairs = 12;
constexpr int kEvents = 4;

// ThreadSanitizer takes the use of a number that a new socket is just getting for a race of the
// program's, which it is. Under it creation keeps the users out; closing never does.
#ifdef __SANITIZE_THREAD__
using NumbersMutex = std::shared_mutex;
#else
struct NumbersMutex {
    void lock() {}
    void unlock() {}
    void lock_shared() {}
    void unlock_shared() {}
};
#endif

class NetworkEventsStress : public WinsockTest {
  protected:
    void SetUp() override {
        WinsockTest::SetUp();
        for (WSAEVENT& event : events_)
            event = WSACreateEvent();
        listener_ = listener_make(&address_);
        patience_limit(listener_);  // accepted sockets inherit it
        for (int i = 0; i < kPairs; ++i)
            pair_make(i, events_[0]);
    }
    void TearDown() override {
        for (auto* sockets : {&clients_, &servers_}) {
            for (auto& s : *sockets)
                closesocket(s);
        }
        closesocket(listener_);
        for (WSAEVENT event : events_)
            WSACloseEvent(event);
        WinsockTest::TearDown();
    }

    // A thread that holds an old number may call a new socket before that is non-blocking.
    static void patience_limit(SOCKET s) {
        const DWORD milliseconds = 500;
        for (const int option : {SO_RCVTIMEO, SO_SNDTIMEO})
            EXPECT_EQ(setsockopt(s, SOL_SOCKET, option,
                                 reinterpret_cast<const char*>(&milliseconds), sizeof milliseconds),
                      0);
    }

    void pair_make(int i, WSAEVENT event) {
        const std::lock_guard creating(numbers_);
        const SOCKET client = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        patience_limit(client);
        const int connected =
            connect(client, reinterpret_cast<const sockaddr*>(&address_), sizeof address_);
        EXPECT_TRUE(connected == 0 || WSAGetLastError() == WSAEWOULDBLOCK) << WSAGetLastError();
        const SOCKET server = accept(listener_, nullptr, nullptr);
        EXPECT_NE(server, INVALID_SOCKET) << WSAGetLastError();
        EXPECT_EQ(WSAEventSelect(server, event, FD_READ | FD_WRITE | FD_CLOSE), 0)
            << WSAGetLastError();
        clients_[i] = client;
        servers_[i] = server;
    }

    bool goes_on() const { return Clock::now() < end_; }

    // Every call may meet a socket that was closed, or another that has its number.
    void sends(unsigned seed) {
        std::minstd_rand random(seed);
        u_long on = 1;
        std::array<char, 512> data{};
        while (goes_on()) {
            const std::shared_lock using_numbers(numbers_);
            const SOCKET s = clients_[random() % kPairs];
            ioctlsocket(s, FIONBIO, &on);
            send(s, data.data(), static_cast<int>(random() % data.size()), 0);
            recv(s, data.data(), static_cast<int>(data.size()), 0);
        }
    }
    void serves(unsigned seed) {
        std::minstd_rand random(seed);
        std::array<char, 256> data{};
        while (goes_on()) {
            const DWORD got =
                WSAWaitForMultipleEvents(kEvents, events_.data(), FALSE, random() % 3, FALSE);
            const std::shared_lock using_numbers(numbers_);
            const SOCKET s = servers_[random() % kPairs];
            WSANETWORKEVENTS what{};
            if (WSAEnumNetworkEvents(s, got < kEvents ? events_[got] : nullptr, &what) != 0)
                continue;
            if (what.lNetworkEvents & FD_READ)
                send(s, data.data(),
                     std::max(recv(s, data.data(), static_cast<int>(data.size()), 0), 0), 0);
        }
    }
    void selects(unsigned seed) {
        std::minstd_rand random(seed);
        while (goes_on()) {
            const long what = random() % 3 == 0 ? 0 : static_cast<long>(random() & FD_ALL_EVENTS);
            const std::shared_lock using_numbers(numbers_);
            WSAEventSelect(servers_[random() % kPairs], events_[random() % kEvents], what);
            WSASetEvent(events_[random() % kEvents]);
        }
    }
    void closes(unsigned seed) {
        std::minstd_rand random(seed);
        while (goes_on()) {
            const int i = static_cast<int>(random() % kPairs);
            if (random() % 4 == 0) {
                const linger hard{1, 0};
                setsockopt(clients_[i], SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&hard),
                           sizeof hard);
            }
            closesocket(random() % 2 == 0 ? servers_[i] : clients_[i]);
            closesocket(servers_[i]);
            closesocket(clients_[i]);
            pair_make(i, events_[random() % kEvents]);
        }
    }

    SOCKET listener_ = INVALID_SOCKET;
    sockaddr_in address_{};
    std::array<std::atomic<SOCKET>, kPairs> clients_{};
    std::array<std::atomic<SOCKET>, kPairs> servers_{};
    std::array<WSAEVENT, kEvents> events_{};
    Clock::time_point end_;
    NumbersMutex numbers_;
};

TEST_F(NetworkEventsStress, SelectedEnumeratedAndClosedAtOnce) {
    const char* seconds = std::getenv("BERTH_STRESS_SECONDS");
    end_ = Clock::now() + std::chrono::milliseconds(seconds ? std::atoi(seconds) * 1000 : 700);
    std::vector<std::thread> threads;
    threads.emplace_back([this] { sends(1); });
    threads.emplace_back([this] { serves(2); });
    threads.emplace_back([this] { serves(3); });
    threads.emplace_back([this] { selects(4); });
    threads.emplace_back([this] { closes(5); });
    threads.back().join();
    threads.pop_back();
    // A receive may have met a new client before it was made non-blocking.
    for (auto& client : clients_)
        closesocket(client);
    for (std::thread& thread : threads)
        thread.join();

    // Everything works as before.
    closesocket(servers_[0]);
    closesocket(clients_[0]);
    const WSAEVENT event = WSACreateEvent();
    pair_make(0, event);
    WSANETWORKEVENTS what{};
    EXPECT_EQ(WSAWaitForMultipleEvents(1, &event, FALSE, 10000, FALSE), DWORD{WSA_WAIT_EVENT_0});
    EXPECT_EQ(WSAEnumNetworkEvents(servers_[0], event, &what), 0);
    EXPECT_EQ(what.lNetworkEvents, FD_WRITE);
    EXPECT_EQ(send(clients_[0], "x", 1, 0), 1);
    EXPECT_EQ(WSAWaitForMultipleEvents(1, &event, FALSE, 10000, FALSE), DWORD{WSA_WAIT_EVENT_0});
    EXPECT_EQ(WSAEnumNetworkEvents(servers_[0], event, &what), 0);
    EXPECT_EQ(what.lNetworkEvents, FD_READ);
    EXPECT_EQ(WSAEventSelect(servers_[0], nullptr, 0), 0);
    WSACloseEvent(event);
}

}  // namespace
}  // namespace berth::test

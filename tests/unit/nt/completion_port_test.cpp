#include "nt/completion_port.h"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "nt/clock.h"
#include "nt/handle.h"
#include "nt/last_error.h"
#include "nt/ntstatus.h"
#include "nt/thread.h"
#include "winbase.h"
#include "winerror.h"

namespace {

using namespace berth::nt;

class Port {
  public:
    explicit Port(DWORD concurrency = 64)
        : handle_(CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, concurrency)) {}
    Port(const Port&) = delete;
    Port& operator=(const Port&) = delete;
    ~Port() { close(); }
    operator HANDLE() const { return handle_; }
    Ref<CompletionPort> object() const { return handle_get<CompletionPort>(handle_); }
    void close() {
        if (handle_)
            CloseHandle(std::exchange(handle_, nullptr));
    }

  private:
    HANDLE handle_;
};

struct Taken {
    BOOL result = FALSE;
    DWORD error = 0;
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED* overlapped = nullptr;
};

Taken take(HANDLE port, DWORD milliseconds) {
    Taken taken;
    SetLastError(0);
    taken.result =
        GetQueuedCompletionStatus(port, &taken.bytes, &taken.key, &taken.overlapped, milliseconds);
    taken.error = GetLastError();
    return taken;
}

bool post(HANDLE port, ULONG_PTR key, OVERLAPPED* overlapped = nullptr, DWORD bytes = 0) {
    return PostQueuedCompletionStatus(port, bytes, key, overlapped) != FALSE;
}

// A thread that takes packets, one after each go().
class Taker {
  public:
    explicit Taker(HANDLE port) : port_(port), thread_([this] { run(); }) {
        while (id_.load() == 0)
            std::this_thread::yield();
    }
    Taker(const Taker&) = delete;
    Taker& operator=(const Taker&) = delete;
    ~Taker() {
        quit_ = true;
        go();
        thread_.join();
    }
    // Starts to take; returns once the thread sleeps in it.
    void wait() {
        go();
        const Ref<Thread> thread = thread_find(id_);
        while (!thread->waiter()->parked())
            std::this_thread::yield();
    }
    void go() {
        done_ = false;
        go_.fetch_add(1);
        go_.notify_one();
    }
    Taken result() {
        while (!done_)
            std::this_thread::yield();
        return taken_;
    }
    bool done() const { return done_; }

  private:
    void run() {
        id_ = thread_current()->id();
        for (uint32_t seen = 0;;) {
            go_.wait(seen);
            ++seen;
            if (quit_)
                return;
            taken_ = take(port_, INFINITE);
            done_ = true;
        }
    }

    HANDLE port_;
    std::atomic<DWORD> id_{0};
    std::atomic<uint32_t> go_{0};
    std::atomic<bool> done_{false};
    std::atomic<bool> quit_{false};
    Taken taken_;
    std::thread thread_;
};

struct Packet final : CompletionPacket {
    void give_back() override { ++given_back; }
    std::atomic<int> given_back{0};
};

TEST(CompletionPort, PostedValuesComeBack) {
    const Port port;
    auto* const overlapped = reinterpret_cast<OVERLAPPED*>(uintptr_t{0x1234});
    ASSERT_TRUE(post(port, ~ULONG_PTR{0}, overlapped, 0xfffffffe));
    const Taken taken = take(port, 0);
    EXPECT_TRUE(taken.result);
    EXPECT_EQ(taken.key, ~ULONG_PTR{0});
    EXPECT_EQ(taken.overlapped, overlapped);
    EXPECT_EQ(taken.bytes, 0xfffffffe);
    ASSERT_TRUE(post(port, 0));
    EXPECT_TRUE(take(port, 0).result) << "a packet without an OVERLAPPED is one too";
}

TEST(CompletionPort, EmptyTimesOut) {
    const Port port;
    Taken taken;
    taken.overlapped = reinterpret_cast<OVERLAPPED*>(uintptr_t{1});
    EXPECT_FALSE(GetQueuedCompletionStatus(port, &taken.bytes, &taken.key, &taken.overlapped, 0));
    EXPECT_EQ(last_error_get(), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(taken.overlapped, nullptr);
    const Deadline before = clock_now();
    EXPECT_EQ(take(port, 20).error, DWORD{WAIT_TIMEOUT});
    EXPECT_GE(clock_now() - before, 20 * kNanosecondsPerMillisecond);
}

TEST(CompletionPort, BadInputIsRefused) {
    const Port port;
    const HANDLE event = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED* overlapped = nullptr;
    OVERLAPPED_ENTRY entry;
    ULONG removed = 7;
    for (HANDLE bad : {HANDLE{nullptr}, INVALID_HANDLE_VALUE, HANDLE(0x40ffff00), event}) {
        EXPECT_EQ(take(bad, 0).error, DWORD{ERROR_INVALID_HANDLE});
        EXPECT_FALSE(post(bad, 1));
        EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
        EXPECT_FALSE(GetQueuedCompletionStatusEx(bad, &entry, 1, &removed, 0, FALSE));
        EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
    }
    ASSERT_TRUE(post(port, 1));
    EXPECT_FALSE(GetQueuedCompletionStatus(port, nullptr, &key, &overlapped, 0));
    EXPECT_FALSE(GetQueuedCompletionStatus(port, &bytes, nullptr, &overlapped, 0));
    EXPECT_FALSE(GetQueuedCompletionStatus(port, &bytes, &key, nullptr, 0));
    EXPECT_FALSE(GetQueuedCompletionStatusEx(port, &entry, 0, &removed, 0, FALSE));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_FALSE(GetQueuedCompletionStatusEx(port, nullptr, 1, &removed, 0, FALSE));
    EXPECT_FALSE(GetQueuedCompletionStatusEx(port, &entry, 1, nullptr, 0, FALSE));
    EXPECT_TRUE(take(port, 0).result) << "none of these took the packet";
    EXPECT_EQ(CreateIoCompletionPort(INVALID_HANDLE_VALUE, port, 0, 0), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    for (HANDLE bad : {HANDLE{nullptr}, HANDLE(0x40ffff00), event}) {
        EXPECT_EQ(CreateIoCompletionPort(bad, nullptr, 0, 0), nullptr);
        EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
    }
    CloseHandle(event);
}

TEST(CompletionPort, PacketsComeFirstInFirstOut) {
    const Port port;
    constexpr ULONG_PTR kMany = 100'000;
    for (ULONG_PTR i = 0; i < kMany; ++i)
        ASSERT_TRUE(post(port, i));
    for (ULONG_PTR i = 0; i < kMany / 2; ++i)
        ASSERT_EQ(take(port, 0).key, i);
    std::array<OVERLAPPED_ENTRY, 1000> entries;
    ULONG_PTR next = kMany / 2;
    ULONG removed = 0;
    while (GetQueuedCompletionStatusEx(port, entries.data(), entries.size(), &removed, 0, FALSE)) {
        for (ULONG i = 0; i < removed; ++i)
            ASSERT_EQ(entries[i].lpCompletionKey, next++);
    }
    EXPECT_EQ(last_error_get(), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(next, kMany);
}

TEST(CompletionPort, LastThreadIsReleasedFirst) {
    const Port port;
    std::vector<std::unique_ptr<Taker>> takers;
    for (int i = 0; i < 4; ++i) {
        takers.push_back(std::make_unique<Taker>(port));
        takers.back()->wait();
    }
    for (ULONG_PTR key = 0; key < 4; ++key)
        post(port, key);
    for (ULONG_PTR key = 0; key < 4; ++key)
        EXPECT_EQ(takers[3 - key]->result().key, key);
}

TEST(CompletionPort, NoMoreThreadsThanTheLimitAreActive) {
    Port port(2);
    Taker first(port);
    Taker second(port);
    Taker third(port);
    third.wait();
    second.wait();
    first.wait();
    for (ULONG_PTR key = 0; key < 4; ++key)
        post(port, key);
    EXPECT_EQ(first.result().key, 0u);
    EXPECT_EQ(second.result().key, 1u);
    second.go();
    EXPECT_EQ(second.result().key, 2u) << "an active thread that comes back is served first";
    EXPECT_FALSE(third.done());
    EXPECT_EQ(take(port, 0).error, DWORD{WAIT_TIMEOUT}) << "two are active";
    port.close();
}

TEST(CompletionPort, ThreadThatEndsLeavesItsPlace) {
    const Port port(1);
    Taker waiter(port);
    waiter.wait();
    std::thread([&] {
        EXPECT_EQ(take(port, 0).error, DWORD{WAIT_TIMEOUT});
        post(port, 5);
        EXPECT_FALSE(waiter.done()) << "this thread is active at the port";
    }).join();
    EXPECT_EQ(waiter.result().key, 5u);
}

TEST(CompletionPort, ThreadThatBlocksElsewhereLeavesItsPlace) {
    const Port port(1);
    const HANDLE event = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    std::thread active([&] {
        take(port, 0);
        EXPECT_EQ(WaitForSingleObject(event, INFINITE), WAIT_OBJECT_0);
    });
    Taker waiter(port);
    waiter.wait();
    post(port, 9);
    EXPECT_EQ(waiter.result().key, 9u);
    SetEvent(event);
    active.join();
    CloseHandle(event);
}

TEST(CompletionPort, ThreadThatBlocksUnseenLeavesItsPlace) {
    const Port port(1);
    std::mutex blocks;
    std::unique_lock held(blocks);
    std::atomic<bool> active{false};
    std::thread blocked([&] {
        take(port, 0);
        active = true;
        const std::lock_guard guard(blocks);
    });
    while (!active)
        std::this_thread::yield();
    Taker waiter(port);
    waiter.wait();
    for (ULONG_PTR key = 1; key <= 3; ++key) {
        post(port, key);
        EXPECT_EQ(waiter.result().key, key);
        waiter.go();
    }
    post(port, 4);
    held.unlock();
    blocked.join();
}

TEST(CompletionPort, ThreadThatRunsKeepsItsPlace) {
    Port port(1);
    Taker waiter(port);
    waiter.wait();
    take(port, 0);
    post(port, 1);
    const Deadline end = clock_now() + 40 * kNanosecondsPerMillisecond;
    while (clock_now() < end)
        EXPECT_FALSE(waiter.done());
    port.close();
}

TEST(CompletionPort, ThreadThatTurnsToAnotherPortLeavesItsPlace) {
    const Port port(1);
    const Port other;
    Taker waiter(port);
    waiter.wait();
    take(port, 0);
    post(port, 3);
    EXPECT_EQ(take(other, 0).error, DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(waiter.result().key, 3u);
}

TEST(CompletionPort, ClosingLetsEveryWaiterGo) {
    Port port;
    Taker first(port);
    Taker second(port);
    first.wait();
    second.wait();
    const HANDLE closed = port;
    port.close();
    for (Taker* taker : {&first, &second}) {
        const Taken taken = taker->result();
        EXPECT_FALSE(taken.result);
        EXPECT_EQ(taken.error, DWORD{ERROR_ABANDONED_WAIT_0});
        EXPECT_EQ(taken.overlapped, nullptr);
    }
    EXPECT_EQ(take(closed, 0).error, DWORD{ERROR_INVALID_HANDLE});
    EXPECT_FALSE(post(closed, 1));
}

TEST(CompletionPort, ClosingGivesPacketsBack) {
    Packet queued;
    Packet late;
    Port port;
    const Ref<CompletionPort> object = port.object();
    object->post(queued);
    port.close();
    EXPECT_EQ(queued.given_back, 1);
    object->post(late);
    EXPECT_EQ(late.given_back, 1);
}

TEST(CompletionPort, FailedPacketIsAFailureWithAnOverlapped) {
    const Port port;
    OVERLAPPED overlapped{};
    Packet packet;
    packet.key = 77;
    packet.overlapped = &overlapped;
    packet.status = kStatusCancelled;
    packet.bytes = 5;
    port.object()->post(packet);
    const Taken taken = take(port, 0);
    EXPECT_FALSE(taken.result);
    EXPECT_EQ(taken.error, DWORD{ERROR_OPERATION_ABORTED});
    EXPECT_EQ(taken.overlapped, &overlapped);
    EXPECT_EQ(taken.key, 77u);
    EXPECT_EQ(taken.bytes, 5u);
    EXPECT_EQ(packet.given_back, 1);
    port.object()->post(packet);
    OVERLAPPED_ENTRY entry;
    ULONG removed = 0;
    EXPECT_TRUE(GetQueuedCompletionStatusEx(port, &entry, 1, &removed, 0, FALSE));
    EXPECT_EQ(entry.Internal, ULONG_PTR{kStatusCancelled});
}

void note_apc(ULONG_PTR counter) {
    ++*reinterpret_cast<int*>(counter);
}

TEST(CompletionPort, ApcEndsAnAlertableWaitOnly) {
    const Port port;
    int runs = 0;
    const auto counter = reinterpret_cast<ULONG_PTR>(&runs);
    OVERLAPPED_ENTRY entry;
    ULONG removed = 0;
    QueueUserAPC(note_apc, GetCurrentThread(), counter);
    EXPECT_FALSE(GetQueuedCompletionStatusEx(port, &entry, 1, &removed, 0, FALSE));
    EXPECT_EQ(last_error_get(), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(runs, 0);
    post(port, 1);
    EXPECT_TRUE(GetQueuedCompletionStatusEx(port, &entry, 1, &removed, INFINITE, TRUE));
    EXPECT_EQ(runs, 0) << "a packet comes before the APCs";
    EXPECT_FALSE(GetQueuedCompletionStatusEx(port, &entry, 1, &removed, INFINITE, TRUE));
    EXPECT_EQ(last_error_get(), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(removed, 0u);
    EXPECT_EQ(runs, 1);
}

TEST(CompletionPort, ApcFromAnotherThread) {
    const Port port;
    int runs = 0;
    std::atomic<DWORD> id{0};
    std::thread thread([&] {
        id = thread_current()->id();
        OVERLAPPED_ENTRY entry;
        ULONG removed = 0;
        EXPECT_FALSE(GetQueuedCompletionStatusEx(port, &entry, 1, &removed, INFINITE, TRUE));
        EXPECT_EQ(last_error_get(), DWORD{WAIT_IO_COMPLETION});
    });
    while (id == 0)
        std::this_thread::yield();
    const HANDLE handle = OpenThread(THREAD_ALL_ACCESS, FALSE, id);
    QueueUserAPC(note_apc, handle, reinterpret_cast<ULONG_PTR>(&runs));
    thread.join();
    CloseHandle(handle);
    EXPECT_EQ(runs, 1);
}

TEST(CompletionPort, HandleIsSignalledWhilePacketsAreQueued) {
    const Port port;
    EXPECT_EQ(WaitForSingleObject(port, 0), DWORD{WAIT_TIMEOUT});
    std::thread poster([&] { post(port, 1); });
    EXPECT_EQ(WaitForSingleObject(port, INFINITE), WAIT_OBJECT_0);
    poster.join();
    EXPECT_EQ(WaitForSingleObject(port, 0), WAIT_OBJECT_0) << "waiting takes nothing";
    EXPECT_TRUE(take(port, 0).result);
    EXPECT_EQ(WaitForSingleObject(port, 0), DWORD{WAIT_TIMEOUT});
}

// A reactor in small: whoever parks dispatches what is due, in its own thread.
class FakeDriver final : public Parker {
  public:
    void park(Waiter& waiter, Deadline /*deadline*/) override {
        driving_waiter = &waiter;
        for (CompletionPacket* packet : std::exchange(due, {}))
            port->post(*packet);
        driving_waiter = nullptr;
        ++parks;
        while (waiter.parked() && !unparked.exchange(false))
            std::this_thread::yield();
    }
    void unpark(Waiter& /*waiter*/) override {
        ++unparks;
        unparked = true;
    }

    // Parkers are for ever, tests are repeated.
    void begin(CompletionPort& of) {
        port = &of;
        due.clear();
        parks = 0;
        unparks = 0;
        unparked = false;
    }

    CompletionPort* port = nullptr;
    std::vector<CompletionPacket*> due;
    std::atomic<int> parks{0};
    std::atomic<int> unparks{0};
    std::atomic<bool> unparked{false};
};

TEST(CompletionPort, DrivingThreadTakesWhatItPosted) {
    static FakeDriver driver;
    const Port port;
    const Ref<CompletionPort> object = port.object();
    std::array<Packet, 3> packets;
    driver.begin(*object);
    for (Packet& packet : packets)
        driver.due.push_back(&packet);
    object->drive_with(&driver);
    std::array<OVERLAPPED_ENTRY, 8> entries;
    ULONG removed = 0;
    EXPECT_TRUE(GetQueuedCompletionStatusEx(port, entries.data(), 8, &removed, INFINITE, FALSE));
    EXPECT_EQ(removed, 3u);
    EXPECT_EQ(driver.parks, 1);
    EXPECT_EQ(driver.unparks, 0);
    for (Packet& packet : packets)
        EXPECT_EQ(packet.given_back, 1);
}

TEST(CompletionPort, DrivingThreadWakesOthersOnItsWayOut) {
    static FakeDriver driver;
    const Port port;
    const Ref<CompletionPort> object = port.object();
    Taker taker(port);
    taker.wait();  // on its futex: the driver comes later
    std::array<Packet, 2> packets;
    packets[1].key = 2;
    driver.begin(*object);
    object->drive_with(&driver);
    while (driver.parks == 0)
        std::this_thread::yield();  // nudged, it parks with the driver
    for (Packet& packet : packets)
        driver.due.push_back(&packet);
    EXPECT_TRUE(take(port, INFINITE).result);
    EXPECT_EQ(taker.result().key, 2u);
    EXPECT_EQ(driver.unparks, 1);
}

TEST(CompletionPort, EveryPacketIsTakenOnce) {
    constexpr int kThreads = 4;
    constexpr ULONG_PTR kEach = 20'000;
    const Port port(3);
    std::vector<std::atomic<int>> seen(kThreads * kEach);
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&, i] {
            for (ULONG_PTR n = 0; n < kEach; ++n)
                post(port, i * kEach + n + 1);
        });
        threads.emplace_back([&, i] {
            if (i % 2 == 0) {
                while (const ULONG_PTR key = take(port, INFINITE).key)
                    ++seen[key - 1];
                post(port, 0);
                return;
            }
            for (;;) {
                std::array<OVERLAPPED_ENTRY, 5> entries;
                ULONG removed = 0;
                GetQueuedCompletionStatusEx(port, entries.data(), 5, &removed, INFINITE, TRUE);
                bool last = false;
                for (ULONG n = 0; n < removed; ++n) {
                    if (entries[n].lpCompletionKey == 0)
                        last = true;
                    else
                        ++seen[entries[n].lpCompletionKey - 1];
                }
                if (last) {
                    post(port, 0);
                    return;
                }
            }
        });
    }
    for (int i = 0; i < kThreads; ++i)
        threads[2 * i].join();
    post(port, 0);
    for (int i = 0; i < kThreads; ++i)
        threads[2 * i + 1].join();
    for (const auto& count : seen)
        ASSERT_EQ(count, 1);
}

TEST(NtStatus, ErrorsAndBack) {
    EXPECT_EQ(error_from_status(0), 0u);
    EXPECT_EQ(error_from_status(status_from_error(WSAECONNRESET)), DWORD{ERROR_NETNAME_DELETED});
    EXPECT_EQ(socket_error_from_status(status_from_error(WSAECONNRESET)), DWORD{WSAECONNRESET});
    EXPECT_EQ(status_from_error(ERROR_OPERATION_ABORTED), kStatusCancelled);
    EXPECT_EQ(error_from_status(kStatusEndOfFile), DWORD{ERROR_HANDLE_EOF});
    EXPECT_EQ(status_from_error(WSAEMSGSIZE), kStatusBufferOverflow);
    for (DWORD code = 1; code < 12'000; ++code) {
        const uint32_t status = status_from_error(code);
        ASSERT_NE(status, 0u);
        if (code >= 10'000)
            ASSERT_EQ(socket_error_from_status(status), code);
        else
            ASSERT_EQ(error_from_status(status), code);
    }
}

}  // namespace

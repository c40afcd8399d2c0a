#include "nt/wait.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <thread>
#include <utility>
#include <vector>

#include "nt/clock.h"
#include "nt/handle.h"
#include "nt/last_error.h"
#include "winbase.h"
#include "winerror.h"

namespace {

using berth::nt::last_error_get;

class WaitTest : public testing::Test {
  protected:
    ~WaitTest() override {
        for (HANDLE handle : made_)
            CloseHandle(handle);
    }
    HANDLE event(bool manual = false, bool set = false) {
        made_.push_back(CreateEventA(nullptr, manual, set, nullptr));
        return made_.back();
    }
    std::vector<HANDLE> made_;
};

using Wait = WaitTest;

TEST_F(Wait, ForAnyReturnsTheLowestIndex) {
    const std::array handles{event(), event(false, true), event(false, true)};
    EXPECT_EQ(WaitForMultipleObjects(3, handles.data(), FALSE, INFINITE), WAIT_OBJECT_0 + 1);
    EXPECT_EQ(WaitForMultipleObjects(3, handles.data(), FALSE, INFINITE), WAIT_OBJECT_0 + 2);
    EXPECT_EQ(WaitForMultipleObjects(3, handles.data(), FALSE, 0), DWORD{WAIT_TIMEOUT});
}

// A thread remembers the events of its last wait.
TEST_F(Wait, ForTheEventsOfTheLastWait) {
    const std::array handles{event(), event(), event(), event(), event()};
    const std::array others{handles[4], handles[3], handles[2], handles[1], handles[0]};
    for (int round = 0; round < 3; ++round) {
        SetEvent(handles[3]);
        EXPECT_EQ(WaitForMultipleObjects(5, handles.data(), FALSE, INFINITE), WAIT_OBJECT_0 + 3);
        EXPECT_EQ(WaitForMultipleObjects(5, handles.data(), FALSE, 0), DWORD{WAIT_TIMEOUT});
        EXPECT_EQ(WaitForMultipleObjects(4, handles.data(), FALSE, 0), DWORD{WAIT_TIMEOUT});
    }
    SetEvent(handles[3]);
    EXPECT_EQ(WaitForMultipleObjects(5, others.data(), FALSE, INFINITE), WAIT_OBJECT_0 + 1);
    EXPECT_EQ(WaitForMultipleObjects(5, others.data(), TRUE, 0), DWORD{WAIT_TIMEOUT});
}

TEST_F(Wait, ForAnEventOfTheLastWaitThatWasClosedSince) {
    std::array handles{event(), event(), event(), event(), event()};
    EXPECT_EQ(WaitForMultipleObjects(5, handles.data(), FALSE, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(WaitForMultipleObjects(5, handles.data(), FALSE, 0), DWORD{WAIT_TIMEOUT});
    const HANDLE closed = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    const HANDLE kept = std::exchange(handles[2], closed);
    EXPECT_EQ(WaitForMultipleObjects(5, handles.data(), FALSE, 0), DWORD{WAIT_TIMEOUT});
    CloseHandle(closed);
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(WaitForMultipleObjects(5, handles.data(), FALSE, 0), WAIT_FAILED);
        EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
    }
    handles[2] = kept;
    SetEvent(kept);
    EXPECT_EQ(WaitForMultipleObjects(5, handles.data(), FALSE, 0), WAIT_OBJECT_0 + 2);
}

TEST_F(Wait, ForAllTakesAllOrNone) {
    const std::array handles{event(false, true), event()};
    EXPECT_EQ(WaitForMultipleObjects(2, handles.data(), TRUE, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(WaitForMultipleObjects(2, handles.data(), TRUE, 1), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(WaitForSingleObject(handles[0], 0), WAIT_OBJECT_0) << "it was not taken";
    SetEvent(handles[0]);
    SetEvent(handles[1]);
    EXPECT_EQ(WaitForMultipleObjects(2, handles.data(), TRUE, INFINITE), WAIT_OBJECT_0);
    EXPECT_EQ(WaitForSingleObject(handles[0], 0), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(WaitForSingleObject(handles[1], 0), DWORD{WAIT_TIMEOUT});
}

TEST_F(Wait, ForAllIsWokenByTheLastSignal) {
    const std::array handles{event(), event(), event()};
    std::thread waiter([&] {
        EXPECT_EQ(WaitForMultipleObjects(3, handles.data(), TRUE, INFINITE), WAIT_OBJECT_0);
    });
    for (HANDLE handle : handles)
        SetEvent(handle);
    waiter.join();
    EXPECT_EQ(WaitForMultipleObjects(3, handles.data(), FALSE, 0), DWORD{WAIT_TIMEOUT});
}

TEST_F(Wait, RefusesBadCountsHandlesAndDuplicates) {
    std::array<HANDLE, 65> handles;
    for (HANDLE& handle : handles)
        handle = event();
    EXPECT_EQ(WaitForMultipleObjects(0, handles.data(), FALSE, 0), WAIT_FAILED);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(WaitForMultipleObjects(65, handles.data(), FALSE, 0), WAIT_FAILED);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(WaitForMultipleObjects(1, nullptr, FALSE, 0), WAIT_FAILED);
    EXPECT_EQ(WaitForMultipleObjects(64, handles.data(), FALSE, 0), DWORD{WAIT_TIMEOUT});
    handles[1] = handles[0];
    EXPECT_EQ(WaitForMultipleObjects(2, handles.data(), TRUE, 0), WAIT_FAILED);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    SetEvent(handles[0]);
    EXPECT_EQ(WaitForMultipleObjects(2, handles.data(), FALSE, 0), WAIT_OBJECT_0);
    handles[1] = nullptr;
    EXPECT_EQ(WaitForMultipleObjects(2, handles.data(), FALSE, 0), WAIT_FAILED);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(WaitForSingleObject(handles[1], 0), WAIT_FAILED);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
}

TEST_F(Wait, WithoutSynchronizeAccessIsDenied) {
    made_.push_back(CreateEventExA(nullptr, nullptr, CREATE_EVENT_INITIAL_SET, EVENT_MODIFY_STATE));
    EXPECT_EQ(WaitForSingleObject(made_.back(), 0), WAIT_FAILED);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_ACCESS_DENIED});
}

TEST_F(Wait, TimesOutNotTooEarly) {
    const uint64_t before = berth::nt::clock_now();
    EXPECT_EQ(WaitForSingleObject(event(), 20), DWORD{WAIT_TIMEOUT});
    EXPECT_GE(berth::nt::clock_now() - before, 20'000'000u);
    Sleep(5);
    EXPECT_GE(berth::nt::clock_now() - before, 25'000'000u);
}

TEST_F(Wait, AnAutomaticEventWakesEachOfManyOnce) {
    const HANDLE handle = event();
    std::atomic<int> woken{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            EXPECT_EQ(WaitForSingleObject(handle, INFINITE), WAIT_OBJECT_0);
            ++woken;
        });
    for (int i = 0; i < 4; ++i) {
        SetEvent(handle);
        while (woken != i + 1)
            std::this_thread::yield();
    }
    for (std::thread& thread : threads)
        thread.join();
}

// Threads that want both, one and the other of two tokens: none is lost, none doubled.
TEST_F(Wait, ForAllAndForAnyShareTokensWithoutLosingThem) {
    const HANDLE left = event(false, true);
    const HANDLE right = event(false, true);
    std::atomic<int> holders_left{0};
    std::atomic<int> holders_right{0};
    constexpr int kRounds = 300;
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i) {
        threads.emplace_back([&, i] {
            const HANDLE handles[] = {i ? left : right, i ? right : left};
            for (int round = 0; round < kRounds; ++round) {
                EXPECT_EQ(WaitForMultipleObjects(2, handles, TRUE, INFINITE), WAIT_OBJECT_0);
                EXPECT_EQ(holders_left.fetch_add(1), 0);
                EXPECT_EQ(holders_right.fetch_add(1), 0);
                --holders_left;
                --holders_right;
                SetEvent(left);
                SetEvent(right);
            }
        });
        threads.emplace_back([&, i] {
            const HANDLE handle = i ? left : right;
            std::atomic<int>& holders = i ? holders_left : holders_right;
            for (int round = 0; round < kRounds; ++round) {
                EXPECT_EQ(WaitForSingleObject(handle, INFINITE), WAIT_OBJECT_0);
                EXPECT_EQ(holders.fetch_add(1), 0);
                --holders;
                SetEvent(handle);
            }
        });
        threads.emplace_back([&] {
            const HANDLE handles[] = {left, right};
            for (int round = 0; round < kRounds; ++round) {
                const DWORD index = WaitForMultipleObjects(2, handles, FALSE, INFINITE);
                std::atomic<int>& holders = index ? holders_right : holders_left;
                EXPECT_EQ(holders.fetch_add(1), 0);
                --holders;
                SetEvent(handles[index]);
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    const HANDLE handles[] = {left, right};
    EXPECT_EQ(WaitForMultipleObjects(2, handles, TRUE, 0), WAIT_OBJECT_0);
}

TEST_F(Wait, TimeoutsRaceWithSignalsAndLoseNone) {
    const HANDLE semaphore = CreateSemaphoreA(nullptr, 0, 100000, nullptr);
    made_.push_back(semaphore);
    std::atomic<int> taken{0};
    std::atomic<bool> stop{false};
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i)
        threads.emplace_back([&] {
            while (!stop)
                taken += WaitForSingleObject(semaphore, 1) == WAIT_OBJECT_0;
        });
    constexpr int kPosts = 2000;
    for (int i = 0; i < kPosts; ++i)
        ReleaseSemaphore(semaphore, 1, nullptr);
    while (taken != kPosts)
        std::this_thread::yield();
    stop = true;
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(taken, kPosts);
    EXPECT_EQ(WaitForSingleObject(semaphore, 0), DWORD{WAIT_TIMEOUT});
}

// ---- APCs ----

VOID WINAPI note(ULONG_PTR where) {
    ++*reinterpret_cast<std::atomic<int>*>(where);
}

TEST_F(Wait, RunsApcsOnlyWhenAlertable) {
    std::atomic<int> ran{0};
    const auto data = reinterpret_cast<ULONG_PTR>(&ran);
    EXPECT_EQ(QueueUserAPC(note, GetCurrentThread(), data), 1u);
    EXPECT_EQ(QueueUserAPC(note, GetCurrentThread(), data), 1u);
    EXPECT_EQ(SleepEx(0, FALSE), 0u);
    EXPECT_EQ(ran, 0);
    EXPECT_EQ(WaitForSingleObjectEx(event(false, true), INFINITE, TRUE), WAIT_OBJECT_0);
    EXPECT_EQ(SleepEx(INFINITE, TRUE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(ran, 2);
    EXPECT_EQ(SleepEx(0, TRUE), 0u);
}

TEST_F(Wait, AnApcEndsAnAlertableWaitOfAnotherThread) {
    std::atomic<int> ran{0};
    HANDLE thread = nullptr;
    std::atomic<bool> ready{false};
    const std::array handles{event(), event()};
    std::thread waiter([&] {
        DuplicateHandle(berth::nt::kCurrentProcess, GetCurrentThread(), berth::nt::kCurrentProcess,
                        &thread, 0, FALSE, DUPLICATE_SAME_ACCESS);
        ready = true;
        EXPECT_EQ(WaitForMultipleObjectsEx(2, handles.data(), TRUE, INFINITE, TRUE),
                  DWORD{WAIT_IO_COMPLETION});
        EXPECT_EQ(ran, 1);
    });
    while (!ready)
        std::this_thread::yield();
    EXPECT_EQ(QueueUserAPC(note, thread, reinterpret_cast<ULONG_PTR>(&ran)), 1u);
    waiter.join();
    WaitForSingleObject(thread, INFINITE);
    EXPECT_EQ(QueueUserAPC(note, thread, reinterpret_cast<ULONG_PTR>(&ran)), 0u);
    CloseHandle(thread);
}

TEST_F(Wait, SignalObjectAndWaitDoesBoth) {
    const HANDLE first = event();
    const HANDLE second = event();
    std::thread other([&] {
        WaitForSingleObject(first, INFINITE);
        SetEvent(second);
    });
    EXPECT_EQ(SignalObjectAndWait(first, second, INFINITE, FALSE), WAIT_OBJECT_0);
    other.join();
    EXPECT_EQ(SignalObjectAndWait(nullptr, second, 0, FALSE), WAIT_FAILED);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
}

// ---- a waiter that sleeps elsewhere ----

class PipeParker final : public berth::nt::Parker {
  public:
    void park(berth::nt::Waiter& waiter, berth::nt::Deadline deadline) override {
        ++parks;
        const uint32_t seen = ticket.load();
        if (waiter.parked())
            berth::nt::futex_wait(ticket, seen, deadline);
    }
    void unpark(berth::nt::Waiter& /*waiter*/) override {
        ++ticket;
        berth::nt::futex_wake(ticket);
    }
    std::atomic<int> parks{0};
    std::atomic<uint32_t> ticket{0};
};

TEST_F(Wait, MaySleepInAParkerOfItsOwn) {
    static PipeParker parker;
    const HANDLE handle = event();
    const auto object = berth::nt::handle_get_waitable(handle);
    EXPECT_EQ(berth::nt::wait_object(*object, berth::nt::deadline_after(1), false, &parker),
              DWORD{WAIT_TIMEOUT});
    std::thread other([&] { SetEvent(handle); });
    EXPECT_EQ(berth::nt::wait_object(*object, berth::nt::kNever, false, &parker), WAIT_OBJECT_0);
    other.join();
    EXPECT_GT(parker.parks, 0);
}

}  // namespace

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "nt/handle.h"
#include "nt/last_error.h"
#include "winbase.h"
#include "winerror.h"

namespace {

using berth::nt::last_error_get;

TEST(Event, AutomaticEndsOneWait) {
    const HANDLE event = CreateEventA(nullptr, FALSE, TRUE, nullptr);
    EXPECT_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    EXPECT_EQ(WaitForSingleObject(event, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_TRUE(SetEvent(event));
    EXPECT_TRUE(SetEvent(event)) << "setting it twice counts once";
    EXPECT_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    EXPECT_EQ(WaitForSingleObject(event, 0), DWORD{WAIT_TIMEOUT});
    CloseHandle(event);
}

TEST(Event, ManualStaysUntilReset) {
    const HANDLE event = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    EXPECT_EQ(WaitForSingleObject(event, 0), DWORD{WAIT_TIMEOUT});
    SetEvent(event);
    EXPECT_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    EXPECT_EQ(WaitForSingleObject(event, INFINITE), WAIT_OBJECT_0);
    ResetEvent(event);
    EXPECT_EQ(WaitForSingleObject(event, 0), DWORD{WAIT_TIMEOUT});
    CloseHandle(event);
}

TEST(Event, BadHandlesAreRefused) {
    const HANDLE semaphore = CreateSemaphoreA(nullptr, 0, 1, nullptr);
    for (HANDLE handle : {HANDLE{nullptr}, INVALID_HANDLE_VALUE, HANDLE(0x40000001), semaphore}) {
        EXPECT_FALSE(SetEvent(handle));
        EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
        EXPECT_FALSE(ResetEvent(handle));
    }
    CloseHandle(semaphore);
    const HANDLE event = CreateEventExA(nullptr, nullptr, 0, SYNCHRONIZE);
    EXPECT_FALSE(SetEvent(event));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_ACCESS_DENIED});
    CloseHandle(event);
    EXPECT_EQ(CreateEventExA(nullptr, nullptr, 4, EVENT_ALL_ACCESS), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(Event, ManualWakesAllThatWait) {
    const HANDLE event = CreateEventA(nullptr, TRUE, FALSE, nullptr);
    std::vector<std::thread> threads;
    std::atomic<int> woken{0};
    for (int i = 0; i < 20; ++i)
        threads.emplace_back([&] {
            EXPECT_EQ(WaitForSingleObject(event, INFINITE), WAIT_OBJECT_0);
            ++woken;
        });
    SetEvent(event);
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(woken, 20);
    CloseHandle(event);
}

TEST(Event, PingPongLosesNothing) {
    const HANDLE ping = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    const HANDLE pong = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    constexpr int kRounds = 5000;
    std::thread other([&] {
        for (int i = 0; i < kRounds; ++i) {
            EXPECT_EQ(WaitForSingleObject(ping, INFINITE), WAIT_OBJECT_0);
            SetEvent(pong);
        }
    });
    for (int i = 0; i < kRounds; ++i) {
        SetEvent(ping);
        EXPECT_EQ(WaitForSingleObject(pong, INFINITE), WAIT_OBJECT_0);
    }
    other.join();
    CloseHandle(ping);
    CloseHandle(pong);
}

TEST(Event, PulseWithoutAWaiterLeavesItNotSignalled) {
    const HANDLE event = CreateEventA(nullptr, TRUE, FALSE, nullptr);
    EXPECT_TRUE(PulseEvent(event));
    EXPECT_EQ(WaitForSingleObject(event, 0), DWORD{WAIT_TIMEOUT});
    CloseHandle(event);
}

TEST(Event, ClosedDuringAWaitStillEndsIt) {
    const HANDLE event = CreateEventA(nullptr, TRUE, FALSE, nullptr);
    HANDLE copy = nullptr;
    DuplicateHandle(berth::nt::kCurrentProcess, event, berth::nt::kCurrentProcess, &copy, 0, FALSE,
                    DUPLICATE_SAME_ACCESS);
    std::thread waiter(
        [event] { EXPECT_NE(WaitForSingleObject(event, INFINITE), DWORD{WAIT_TIMEOUT}); });
    CloseHandle(event);
    SetEvent(copy);
    waiter.join();
    CloseHandle(copy);
}

}  // namespace

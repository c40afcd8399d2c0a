#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "nt/last_error.h"
#include "winbase.h"
#include "winerror.h"

namespace {

using berth::nt::last_error_get;

std::atomic<uint64_t> counter;
std::atomic<bool> stop_counting;

DWORD WINAPI count(LPVOID) {
    while (!stop_counting) {
        ++counter;
        // A call that sanitizers' runtimes deliver signals at.
        std::this_thread::yield();
    }
    return 3;
}

// ThreadSanitizer takes a thread that left a signal's handler by longjmp to be in it still.
#ifdef __SANITIZE_THREAD__
#define SKIP_UNDER_THREAD_SANITIZER() GTEST_SKIP()
#else
#define SKIP_UNDER_THREAD_SANITIZER() static_cast<void>(0)
#endif

class Suspend : public testing::Test {
  protected:
    Suspend() {
        counter = 0;
        stop_counting = false;
    }
    ~Suspend() override { stop_counting = true; }
    static void await_progress() {
        const uint64_t before = counter;
        while (counter == before)
            std::this_thread::yield();
    }
};

TEST_F(Suspend, StopsARunningThreadUntilResumed) {
    const HANDLE thread = CreateThread(nullptr, 0, count, nullptr, 0, nullptr);
    await_progress();
    EXPECT_EQ(SuspendThread(thread), 0u);
    const uint64_t stopped_at = counter;
    EXPECT_EQ(SuspendThread(thread), 1u);
    for (int i = 0; i < 100; ++i)
        std::this_thread::yield();
    EXPECT_EQ(counter, stopped_at);
    EXPECT_EQ(ResumeThread(thread), 2u);
    EXPECT_EQ(ResumeThread(thread), 1u);
    EXPECT_EQ(ResumeThread(thread), 0u);
    await_progress();
    stop_counting = true;
    EXPECT_EQ(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    EXPECT_EQ(SuspendThread(thread), ~DWORD{0});
    EXPECT_EQ(last_error_get(), DWORD{ERROR_ACCESS_DENIED});
    CloseHandle(thread);
}

TEST_F(Suspend, AThreadThatWaitsDoesNotReturnBeforeItIsResumed) {
    static HANDLE event;
    static std::atomic<bool> returned;
    event = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    returned = false;
    const HANDLE thread = CreateThread(
        nullptr, 0,
        [](LPVOID) -> DWORD {
            WaitForSingleObject(event, INFINITE);
            returned = true;
            return 0;
        },
        nullptr, 0, nullptr);
    EXPECT_EQ(SuspendThread(thread), 0u);
    SetEvent(event);
    EXPECT_EQ(WaitForSingleObject(thread, 5), DWORD{WAIT_TIMEOUT});
    EXPECT_FALSE(returned);
    EXPECT_EQ(ResumeThread(thread), 1u);
    EXPECT_EQ(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    CloseHandle(thread);
    CloseHandle(event);
}

TEST_F(Suspend, TerminateEndsARunningThread) {
    SKIP_UNDER_THREAD_SANITIZER();
#ifdef __SANITIZE_THREAD__
    GTEST_SKIP()
        << "ThreadSanitizer takes a thread that left a handler by longjmp to be in it still";
#endif
    const HANDLE thread = CreateThread(nullptr, 0, count, nullptr, 0, nullptr);
    await_progress();
    EXPECT_TRUE(TerminateThread(thread, 77));
    EXPECT_EQ(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    DWORD code = 0;
    EXPECT_TRUE(GetExitCodeThread(thread, &code));
    EXPECT_EQ(code, 77u);
    EXPECT_FALSE(TerminateThread(thread, 1));
    CloseHandle(thread);
}

TEST_F(Suspend, TerminateEndsAThreadThatWaitsAndTheObjectStaysSound) {
    SKIP_UNDER_THREAD_SANITIZER();
    static HANDLE event;
    event = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    for (int round = 0; round < 20; ++round) {
        const HANDLE thread = CreateThread(
            nullptr, 0, [](LPVOID) -> DWORD { return WaitForSingleObject(event, INFINITE); },
            nullptr, 0, nullptr);
        EXPECT_TRUE(TerminateThread(thread, 78));
        EXPECT_EQ(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
        CloseHandle(thread);
    }
    SetEvent(event);
    EXPECT_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0) << "no dead waiter took the signal";
    CloseHandle(event);
}

TEST_F(Suspend, TerminateEndsAThreadThatNeverRan) {
    SKIP_UNDER_THREAD_SANITIZER();
    const HANDLE thread = CreateThread(nullptr, 0, count, nullptr, CREATE_SUSPENDED, nullptr);
    EXPECT_TRUE(TerminateThread(thread, 79));
    EXPECT_EQ(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    EXPECT_EQ(counter, 0u);
    CloseHandle(thread);
}

TEST_F(Suspend, TerminateRefusesThreadsThatOthersStarted) {
    std::thread([] {
        const HANDLE thread = OpenThread(THREAD_ALL_ACCESS, FALSE, GetCurrentThreadId());
        std::thread([thread] {
            EXPECT_FALSE(TerminateThread(thread, 1));
            EXPECT_EQ(last_error_get(), DWORD{ERROR_ACCESS_DENIED});
        }).join();
        CloseHandle(thread);
    }).join();
}

}  // namespace

#include <gtest/gtest.h>

#include <thread>

#include "errhandlingapi.h"
#include "winbase.h"
#include "winerror.h"

namespace {

LARGE_INTEGER relative(int milliseconds) {
    LARGE_INTEGER due;
    due.QuadPart = -10'000LL * milliseconds;
    return due;
}

int routine_calls = 0;
ULONGLONG routine_time = 0;
void CALLBACK routine(void* argument, DWORD low, DWORD high) {
    ++*static_cast<int*>(argument);
    routine_time = ULONGLONG{high} << 32 | low;
}

ULONGLONG now() {
    FILETIME time;
    GetSystemTimeAsFileTime(&time);
    return ULONGLONG{time.dwHighDateTime} << 32 | time.dwLowDateTime;
}

TEST(Timer, SynchronizationTimerEndsOneWait) {
    const HANDLE timer = CreateWaitableTimerA(nullptr, FALSE, nullptr);
    EXPECT_EQ(WaitForSingleObject(timer, 0), DWORD{WAIT_TIMEOUT});
    LARGE_INTEGER due = relative(1);
    EXPECT_TRUE(SetWaitableTimer(timer, &due, 0, nullptr, nullptr, FALSE));
    EXPECT_EQ(WaitForSingleObject(timer, 10'000), WAIT_OBJECT_0);
    EXPECT_EQ(WaitForSingleObject(timer, 0), DWORD{WAIT_TIMEOUT});
    CloseHandle(timer);
}

TEST(Timer, ManualTimerStaysAndIsResetBySetting) {
    const HANDLE timer = CreateWaitableTimerExW(
        nullptr, nullptr, CREATE_WAITABLE_TIMER_MANUAL_RESET, TIMER_ALL_ACCESS);
    LARGE_INTEGER due{};
    due.QuadPart = 1;  // 1601 is over
    EXPECT_TRUE(SetWaitableTimer(timer, &due, 0, nullptr, nullptr, FALSE));
    EXPECT_EQ(WaitForSingleObject(timer, 0), WAIT_OBJECT_0);
    EXPECT_EQ(WaitForSingleObject(timer, 0), WAIT_OBJECT_0);
    EXPECT_TRUE(CancelWaitableTimer(timer));
    EXPECT_EQ(WaitForSingleObject(timer, 0), WAIT_OBJECT_0) << "cancelling changes no state";
    due = relative(100'000);
    EXPECT_TRUE(SetWaitableTimer(timer, &due, 0, nullptr, nullptr, FALSE));
    EXPECT_EQ(WaitForSingleObject(timer, 0), DWORD{WAIT_TIMEOUT});
    CloseHandle(timer);
}

TEST(Timer, PeriodicTimerComesAgain) {
    const HANDLE timer = CreateWaitableTimerW(nullptr, FALSE, nullptr);
    LARGE_INTEGER due = relative(0);
    EXPECT_TRUE(SetWaitableTimer(timer, &due, 1, nullptr, nullptr, FALSE));
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(WaitForSingleObject(timer, 10'000), WAIT_OBJECT_0);
    EXPECT_TRUE(CancelWaitableTimer(timer));
    CloseHandle(timer);
}

TEST(Timer, AbsoluteTime) {
    const HANDLE timer = CreateWaitableTimerW(nullptr, FALSE, nullptr);
    LARGE_INTEGER due{};
    due.QuadPart = static_cast<LONGLONG>(now() + 20'000);
    EXPECT_TRUE(SetWaitableTimer(timer, &due, 0, nullptr, nullptr, FALSE));
    EXPECT_EQ(WaitForSingleObject(timer, 10'000), WAIT_OBJECT_0);
    EXPECT_GE(now(), static_cast<ULONGLONG>(due.QuadPart));
    CloseHandle(timer);
}

TEST(Timer, RoutineRunsInAnAlertableWait) {
    const HANDLE timer = CreateWaitableTimerW(nullptr, TRUE, nullptr);
    routine_calls = 0;
    const ULONGLONG before = now();
    LARGE_INTEGER due = relative(1);
    EXPECT_TRUE(SetWaitableTimer(timer, &due, 0, routine, &routine_calls, FALSE));
    EXPECT_EQ(WaitForSingleObject(timer, 10'000), WAIT_OBJECT_0);
    EXPECT_EQ(routine_calls, 0);
    EXPECT_EQ(SleepEx(10'000, TRUE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(routine_calls, 1);
    EXPECT_GE(routine_time, before + 10'000);
    EXPECT_LE(routine_time, now());
    CloseHandle(timer);
}

TEST(Timer, SettingAndCancellingTakeTheRoutineBack) {
    const HANDLE timer = CreateWaitableTimerW(nullptr, TRUE, nullptr);
    for (const bool cancel : {false, true}) {
        routine_calls = 0;
        LARGE_INTEGER due = relative(0);
        EXPECT_TRUE(SetWaitableTimer(timer, &due, 0, routine, &routine_calls, FALSE));
        EXPECT_EQ(WaitForSingleObject(timer, 10'000), WAIT_OBJECT_0);
        due = relative(100'000);
        if (cancel)
            EXPECT_TRUE(CancelWaitableTimer(timer));
        else
            EXPECT_TRUE(SetWaitableTimer(timer, &due, 0, routine, &routine_calls, FALSE));
        EXPECT_EQ(SleepEx(0, TRUE), 0u);
        EXPECT_EQ(routine_calls, 0);
    }
    CloseHandle(timer);
}

TEST(Timer, EndOfTheThreadThatSetItWithARoutineCancelsIt) {
    const HANDLE timer = CreateWaitableTimerW(nullptr, TRUE, nullptr);
    std::thread([&] {
        LARGE_INTEGER due = relative(30);
        EXPECT_TRUE(SetWaitableTimer(timer, &due, 0, routine, &routine_calls, FALSE));
    }).join();
    EXPECT_EQ(WaitForSingleObject(timer, 60), DWORD{WAIT_TIMEOUT});
    std::thread([&] {
        LARGE_INTEGER due = relative(30);
        EXPECT_TRUE(SetWaitableTimer(timer, &due, 0, nullptr, nullptr, FALSE));
    }).join();
    EXPECT_EQ(WaitForSingleObject(timer, 10'000), WAIT_OBJECT_0);
    CloseHandle(timer);
}

TEST(Timer, Errors) {
    const HANDLE timer = CreateWaitableTimerExA(nullptr, nullptr, 0, SYNCHRONIZE);
    LARGE_INTEGER due = relative(1);
    EXPECT_FALSE(SetWaitableTimer(timer, &due, 0, nullptr, nullptr, FALSE));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_ACCESS_DENIED});
    CloseHandle(timer);
    EXPECT_FALSE(CancelWaitableTimer(timer));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(CreateWaitableTimerExA(nullptr, nullptr, 8, TIMER_ALL_ACCESS), nullptr);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    const HANDLE other = CreateWaitableTimerA(nullptr, FALSE, nullptr);
    EXPECT_FALSE(SetWaitableTimer(other, &due, -1, nullptr, nullptr, FALSE));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_FALSE(SetWaitableTimer(other, nullptr, 0, nullptr, nullptr, FALSE));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_NOACCESS});
    EXPECT_TRUE(SetWaitableTimer(other, &due, 0, nullptr, nullptr, TRUE));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_NOT_SUPPORTED});
    CloseHandle(other);
}

}  // namespace

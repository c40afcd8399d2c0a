#include "nt/thread.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <thread>

#include "nt/last_error.h"
#include "process.h"
#include "winbase.h"
#include "winerror.h"

namespace {

DWORD WINAPI return_parameter(LPVOID parameter) {
    return static_cast<DWORD>(reinterpret_cast<uintptr_t>(parameter));
}

TEST(Thread, RunsAndIsSignalledWithItsExitCode) {
    const HANDLE thread =
        CreateThread(nullptr, 0, return_parameter, reinterpret_cast<LPVOID>(42), 0, nullptr);
    ASSERT_NE(thread, nullptr);
    EXPECT_EQ(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    DWORD code = 0;
    EXPECT_TRUE(GetExitCodeThread(thread, &code));
    EXPECT_EQ(code, 42u);
    EXPECT_EQ(WaitForSingleObject(thread, 0), WAIT_OBJECT_0) << "stays signalled";
    EXPECT_TRUE(CloseHandle(thread));
}

TEST(Thread, CreatedSuspendedWaitsForResume) {
    static std::atomic<bool> ran;
    ran = false;
    DWORD id = 0;
    const HANDLE thread = CreateThread(
        nullptr, 65536,
        [](LPVOID) -> DWORD {
            ran = true;
            return GetCurrentThreadId();
        },
        nullptr, CREATE_SUSPENDED, &id);
    DWORD code = 0;
    EXPECT_TRUE(GetExitCodeThread(thread, &code));
    EXPECT_EQ(code, DWORD{STILL_ACTIVE});
    EXPECT_EQ(WaitForSingleObject(thread, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_FALSE(ran);
    EXPECT_EQ(ResumeThread(thread), 1u);
    EXPECT_EQ(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    EXPECT_TRUE(GetExitCodeThread(thread, &code));
    EXPECT_EQ(code, id);
    EXPECT_EQ(GetThreadId(thread), id);
    EXPECT_EQ(ResumeThread(thread), 0u);
    CloseHandle(thread);
}

TEST(Thread, ExitThreadEndsItFromWithin) {
    const HANDLE thread = CreateThread(
        nullptr, 0, [](LPVOID) -> DWORD { ExitThread(7); }, nullptr, 0, nullptr);
    EXPECT_EQ(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    DWORD code = 0;
    EXPECT_TRUE(GetExitCodeThread(thread, &code));
    EXPECT_EQ(code, 7u);
    CloseHandle(thread);
}

struct Local {
    ~Local() { destroyed = true; }
    static inline std::atomic<bool> destroyed;
};

TEST(Thread, IsSignalledAfterItsThreadLocalsAreDestroyed) {
    Local::destroyed = false;
    const HANDLE thread = CreateThread(
        nullptr, 0,
        [](LPVOID) -> DWORD {
            static thread_local Local local;
            static_cast<void>(&local);
            return 0;
        },
        nullptr, 0, nullptr);
    EXPECT_EQ(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    EXPECT_TRUE(Local::destroyed);
    CloseHandle(thread);
}

TEST(Thread, StartedByStdThreadHasARealHandleToo) {
    HANDLE duplicate = nullptr;
    std::thread native([&] {
        EXPECT_EQ(GetCurrentThreadId(), static_cast<DWORD>(gettid()));
        EXPECT_EQ(GetThreadId(GetCurrentThread()), GetCurrentThreadId());
        EXPECT_TRUE(DuplicateHandle(reinterpret_cast<HANDLE>(-1), GetCurrentThread(),
                                    reinterpret_cast<HANDLE>(-1), &duplicate, 0, FALSE,
                                    DUPLICATE_SAME_ACCESS));
        EXPECT_EQ(WaitForSingleObject(duplicate, 0), DWORD{WAIT_TIMEOUT});
        const HANDLE opened = OpenThread(SYNCHRONIZE, FALSE, GetCurrentThreadId());
        EXPECT_TRUE(CompareObjectHandles(opened, duplicate));
        EXPECT_EQ(ResumeThread(opened), ~DWORD{0});
        EXPECT_EQ(berth::nt::last_error_get(), DWORD{ERROR_ACCESS_DENIED});
        CloseHandle(opened);
    });
    native.join();
    EXPECT_EQ(WaitForSingleObject(duplicate, INFINITE), WAIT_OBJECT_0);
    CloseHandle(duplicate);
}

TEST(Thread, BadArgumentsAreRefused) {
    EXPECT_EQ(CreateThread(nullptr, 0, nullptr, nullptr, 0, nullptr), nullptr);
    EXPECT_EQ(berth::nt::last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(CreateThread(nullptr, 0, return_parameter, nullptr, 0x80000000, nullptr), nullptr);
    EXPECT_EQ(ResumeThread(nullptr), ~DWORD{0});
    EXPECT_EQ(berth::nt::last_error_get(), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(OpenThread(THREAD_ALL_ACCESS, FALSE, 0), nullptr);
    EXPECT_EQ(_beginthreadex(nullptr, 0, nullptr, nullptr, 0, nullptr), 0u);
    EXPECT_EQ(errno, EINVAL);
    EXPECT_FALSE(SetThreadPriority(GetCurrentThread(), 99));
}

TEST(Thread, HugeStackIsRefusedAndNothingLeaks) {
    EXPECT_EQ(CreateThread(nullptr, SIZE_MAX, return_parameter, nullptr, 0, nullptr), nullptr);
    EXPECT_NE(berth::nt::last_error_get(), 0u);
}

TEST(Thread, BeginThreadExReturnsAHandleToClose) {
    static int one = 1;
    unsigned id = 0;
    const uintptr_t handle = _beginthreadex(
        nullptr, 0, [](void* parameter) -> unsigned { return *static_cast<int*>(parameter) + 1; },
        &one, CREATE_SUSPENDED, &id);
    ASSERT_NE(handle, 0u);
    auto* const thread = reinterpret_cast<HANDLE>(handle);
    EXPECT_EQ(GetThreadId(thread), id);
    ResumeThread(thread);
    EXPECT_EQ(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    EXPECT_TRUE(CloseHandle(thread));
}

TEST(Thread, BeginThreadClosesItsOwnHandle) {
    const HANDLE event = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    const uintptr_t handle = _beginthread(
        [](void* parameter) {
            SetEvent(parameter);
            _endthread();
        },
        0, event);
    ASSERT_NE(handle, ~uintptr_t{0});
    EXPECT_EQ(WaitForSingleObject(event, INFINITE), WAIT_OBJECT_0);
    DWORD flags = 0;
    while (GetHandleInformation(reinterpret_cast<HANDLE>(handle), &flags))
        SwitchToThread();
    EXPECT_EQ(berth::nt::last_error_get(), DWORD{ERROR_INVALID_HANDLE});
    CloseHandle(event);
}

TEST(Thread, PriorityIsRemembered) {
    EXPECT_EQ(GetThreadPriority(GetCurrentThread()), THREAD_PRIORITY_NORMAL);
    std::thread([] {
        EXPECT_TRUE(SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_BELOW_NORMAL));
        EXPECT_EQ(GetThreadPriority(GetCurrentThread()), THREAD_PRIORITY_BELOW_NORMAL);
    }).join();
}

TEST(Thread, TimesAreToldWhileItRunsAndAfterItsEnd) {
    FILETIME begun{}, ended{}, kernel{}, user{};
    EXPECT_TRUE(GetThreadTimes(GetCurrentThread(), &begun, &ended, &kernel, &user));
    EXPECT_FALSE(GetThreadTimes(nullptr, &begun, &ended, &kernel, &user));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
    const HANDLE thread = CreateThread(
        nullptr, 0, [](void*) -> DWORD { return 0; }, nullptr, 0, nullptr);
    ASSERT_NE(thread, nullptr);
    EXPECT_EQ(GetProcessIdOfThread(thread), GetCurrentProcessId());
    EXPECT_EQ(WaitForSingleObject(thread, INFINITE), DWORD{WAIT_OBJECT_0});
    EXPECT_TRUE(GetThreadTimes(thread, &begun, &ended, &kernel, &user));
    EXPECT_NE(begun.dwHighDateTime, 0U);
    EXPECT_LE(CompareFileTime(&begun, &ended), 0);
    CloseHandle(thread);
    EXPECT_TRUE(GetSystemTimes(&ended, &kernel, &user));
    EXPECT_LE(CompareFileTime(&ended, &kernel), 0);
}

TEST(Thread, WhatTheKernelDecidesIsRemembered) {
    std::thread([] {
        const HANDLE self = GetCurrentThread();
        BOOL disabled = TRUE;
        EXPECT_TRUE(GetThreadPriorityBoost(self, &disabled));
        EXPECT_FALSE(disabled);
        EXPECT_TRUE(SetThreadPriorityBoost(self, TRUE));
        EXPECT_TRUE(GetThreadPriorityBoost(self, &disabled));
        EXPECT_TRUE(disabled);
        EXPECT_NE(SetThreadIdealProcessor(self, 0), ~DWORD{0});
        EXPECT_EQ(SetThreadIdealProcessor(self, MAXIMUM_PROCESSORS), 0U);
        EXPECT_EQ(SetThreadIdealProcessor(self, 1000000), ~DWORD{0});
        EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
        ULONG_PTR low = 0, high = 0;
        GetCurrentThreadStackLimits(&low, &high);
        // A variable's address may be in a stack of AddressSanitizer's.
        const auto here = reinterpret_cast<ULONG_PTR>(__builtin_frame_address(0));
        EXPECT_TRUE(low < here && here < high);
        FlushProcessWriteBuffers();
    }).join();
    const HANDLE opened = OpenThread(THREAD_QUERY_INFORMATION, FALSE, GetCurrentThreadId());
    DWORD code = 0;
    EXPECT_TRUE(GetExitCodeThread(opened, &code));
    EXPECT_EQ(code, DWORD{STILL_ACTIVE});
    CloseHandle(opened);
}

TEST(Thread, DescriptionShowsInLinux) {
    std::thread([] {
        EXPECT_EQ(SetThreadDescription(GetCurrentThread(), L"a long name of a thread"), S_OK);
        std::array<char, 32> name{};
        pthread_getname_np(pthread_self(), name.data(), name.size());
        EXPECT_STREQ(name.data(), "a long name of ");
        PWSTR text = nullptr;
        EXPECT_EQ(GetThreadDescription(GetCurrentThread(), &text), S_OK);
        EXPECT_STREQ(text, L"a long name of a thread");
        EXPECT_EQ(LocalFree(text), nullptr);
    }).join();
    std::thread([] {
        PWSTR text = nullptr;
        EXPECT_EQ(GetThreadDescription(GetCurrentThread(), &text), S_OK);
        EXPECT_STREQ(text, L"");
        LocalFree(text);
        EXPECT_TRUE(FAILED(GetThreadDescription(nullptr, &text)));
        EXPECT_EQ(GetThreadDescription(GetCurrentThread(), nullptr), E_INVALIDARG);
    }).join();
}

}  // namespace

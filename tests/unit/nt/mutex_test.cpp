#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "nt/last_error.h"
#include "winbase.h"
#include "winerror.h"

namespace {

using berth::nt::last_error_get;

TEST(Mutex, IsRecursiveAndOnlyItsOwnerReleasesIt) {
    const HANDLE mutex = CreateMutexA(nullptr, TRUE, nullptr);
    EXPECT_EQ(WaitForSingleObject(mutex, 0), WAIT_OBJECT_0);
    std::thread([&] {
        EXPECT_EQ(WaitForSingleObject(mutex, 0), DWORD{WAIT_TIMEOUT});
        EXPECT_FALSE(ReleaseMutex(mutex));
        EXPECT_EQ(last_error_get(), DWORD{ERROR_NOT_OWNER});
    }).join();
    EXPECT_TRUE(ReleaseMutex(mutex));
    EXPECT_TRUE(ReleaseMutex(mutex));
    EXPECT_FALSE(ReleaseMutex(mutex));
    std::thread([&] {
        EXPECT_EQ(WaitForSingleObject(mutex, 0), WAIT_OBJECT_0);
        EXPECT_TRUE(ReleaseMutex(mutex));
    }).join();
    CloseHandle(mutex);
}

TEST(Mutex, IsAbandonedWhenItsOwnerEnds) {
    const HANDLE mutex = CreateMutexA(nullptr, FALSE, nullptr);
    std::thread([&] { EXPECT_EQ(WaitForSingleObject(mutex, INFINITE), WAIT_OBJECT_0); }).join();
    EXPECT_EQ(WaitForSingleObject(mutex, INFINITE), DWORD{WAIT_ABANDONED});
    EXPECT_EQ(WaitForSingleObject(mutex, INFINITE), WAIT_OBJECT_0) << "told once";
    EXPECT_TRUE(ReleaseMutex(mutex));
    EXPECT_TRUE(ReleaseMutex(mutex));
    CloseHandle(mutex);
}

TEST(Mutex, AbandonedWakesAThreadThatWaits) {
    const HANDLE mutex = CreateMutexA(nullptr, FALSE, nullptr);
    const HANDLE owned = CreateEventA(nullptr, TRUE, FALSE, nullptr);
    const HANDLE end = CreateEventA(nullptr, TRUE, FALSE, nullptr);
    std::thread owner([&] {
        WaitForSingleObject(mutex, INFINITE);
        SetEvent(owned);
        WaitForSingleObject(end, INFINITE);
    });
    WaitForSingleObject(owned, INFINITE);
    std::thread waiter([&] {
        const HANDLE handles[] = {end, mutex};
        EXPECT_EQ(WaitForMultipleObjects(2, handles, TRUE, INFINITE), DWORD{WAIT_ABANDONED_0});
    });
    SetEvent(end);
    owner.join();
    waiter.join();
    for (HANDLE handle : {mutex, owned, end})
        CloseHandle(handle);
}

TEST(Mutex, ClosedWhileOwnedLeaksNothing) {
    std::thread([] {
        const HANDLE mutex = CreateMutexA(nullptr, TRUE, nullptr);
        CloseHandle(mutex);
    }).join();
    CloseHandle(CreateMutexA(nullptr, TRUE, nullptr));
}

TEST(Mutex, KeepsThreadsApart) {
    const HANDLE mutex = CreateMutexA(nullptr, FALSE, nullptr);
    int counter = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int round = 0; round < 1000; ++round) {
                EXPECT_EQ(WaitForSingleObject(mutex, INFINITE), WAIT_OBJECT_0);
                ++counter;
                ReleaseMutex(mutex);
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(counter, 4000);
    CloseHandle(mutex);
}

TEST(Semaphore, CountsAndRefusesToPassItsMaximum) {
    LONG previous = -1;
    const HANDLE semaphore = CreateSemaphoreA(nullptr, 1, 3, nullptr);
    EXPECT_EQ(WaitForSingleObject(semaphore, 0), WAIT_OBJECT_0);
    EXPECT_EQ(WaitForSingleObject(semaphore, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_TRUE(ReleaseSemaphore(semaphore, 2, &previous));
    EXPECT_EQ(previous, 0);
    EXPECT_FALSE(ReleaseSemaphore(semaphore, 2, &previous));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_TOO_MANY_POSTS});
    EXPECT_FALSE(ReleaseSemaphore(semaphore, 0, nullptr));
    EXPECT_FALSE(ReleaseSemaphore(semaphore, -1, nullptr));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_FALSE(ReleaseSemaphore(semaphore, 0x7fffffff, nullptr));
    EXPECT_EQ(WaitForSingleObject(semaphore, 0), WAIT_OBJECT_0);
    EXPECT_EQ(WaitForSingleObject(semaphore, 0), WAIT_OBJECT_0);
    EXPECT_EQ(WaitForSingleObject(semaphore, 0), DWORD{WAIT_TIMEOUT});
    CloseHandle(semaphore);
    EXPECT_EQ(CreateSemaphoreA(nullptr, 2, 1, nullptr), nullptr);
    EXPECT_EQ(CreateSemaphoreA(nullptr, -1, 1, nullptr), nullptr);
    EXPECT_EQ(CreateSemaphoreA(nullptr, 0, 0, nullptr), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
}

}  // namespace

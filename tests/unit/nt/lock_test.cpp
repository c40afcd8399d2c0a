// The locks that live in the program's own memory.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "nt/last_error.h"
#include "winbase.h"
#include "winerror.h"

namespace {

using berth::nt::last_error_get;

void in_threads(int count, const auto& body) {
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i)
        threads.emplace_back(body, i);
    for (std::thread& thread : threads)
        thread.join();
}

TEST(CriticalSection, IsRecursiveAndKeepsThreadsApart) {
    CRITICAL_SECTION section;
    InitializeCriticalSectionAndSpinCount(&section, 4000);
    int counter = 0;
    in_threads(4, [&](int) {
        for (int round = 0; round < 5000; ++round) {
            EnterCriticalSection(&section);
            EnterCriticalSection(&section);
            ++counter;
            LeaveCriticalSection(&section);
            LeaveCriticalSection(&section);
        }
    });
    EXPECT_EQ(counter, 20000);
    EXPECT_EQ(section.LockCount, -1);
    DeleteCriticalSection(&section);
}

TEST(CriticalSection, TryEnterFailsOnlyForOthers) {
    CRITICAL_SECTION section;
    InitializeCriticalSection(&section);
    EXPECT_TRUE(TryEnterCriticalSection(&section));
    EXPECT_TRUE(TryEnterCriticalSection(&section));
    EXPECT_EQ(section.RecursionCount, 2);
    std::thread([&] { EXPECT_FALSE(TryEnterCriticalSection(&section)); }).join();
    LeaveCriticalSection(&section);
    LeaveCriticalSection(&section);
    std::thread([&] {
        EXPECT_TRUE(TryEnterCriticalSection(&section));
        LeaveCriticalSection(&section);
    }).join();
    DeleteCriticalSection(&section);
}

TEST(CriticalSection, ZeroedOneCountsAsFree) {
    static CRITICAL_SECTION section;
    EnterCriticalSection(&section);
    std::thread([&] { EXPECT_FALSE(TryEnterCriticalSection(&section)); }).join();
    LeaveCriticalSection(&section);
    DeleteCriticalSection(&section);
    EnterCriticalSection(&section);
    LeaveCriticalSection(&section);
}

TEST(CriticalSection, HasWindowsLayout) {
    static_assert(sizeof(CRITICAL_SECTION) == 40 && sizeof(SRWLOCK) == 8 &&
                  sizeof(CONDITION_VARIABLE) == 8 && sizeof(INIT_ONCE) == 8 &&
                  sizeof(SYNCHRONIZATION_BARRIER) == 32 && sizeof(SLIST_HEADER) == 16);
    CRITICAL_SECTION section;
    EXPECT_FALSE(InitializeCriticalSectionEx(&section, 0, 1));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_TRUE(InitializeCriticalSectionEx(&section, 10, RTL_CRITICAL_SECTION_FLAG_NO_DEBUG_INFO));
    EXPECT_EQ(SetCriticalSectionSpinCount(&section, 20), 10u);
    DeleteCriticalSection(&section);
}

TEST(SrwLock, KeepsWritersApartAndReadersTogether) {
    SRWLOCK lock = SRWLOCK_INIT;
    AcquireSRWLockShared(&lock);
    EXPECT_TRUE(TryAcquireSRWLockShared(&lock));
    EXPECT_FALSE(TryAcquireSRWLockExclusive(&lock));
    ReleaseSRWLockShared(&lock);
    ReleaseSRWLockShared(&lock);
    EXPECT_TRUE(TryAcquireSRWLockExclusive(&lock));
    EXPECT_FALSE(TryAcquireSRWLockShared(&lock));
    EXPECT_FALSE(TryAcquireSRWLockExclusive(&lock));
    ReleaseSRWLockExclusive(&lock);
    EXPECT_EQ(lock.Ptr, nullptr);
}

TEST(SrwLock, UnderContention) {
    SRWLOCK lock;
    InitializeSRWLock(&lock);
    int value = 0;
    int copy = 0;
    in_threads(6, [&](int i) {
        for (int round = 0; round < 2000; ++round) {
            if (i < 3) {
                AcquireSRWLockExclusive(&lock);
                ++value;
                ++copy;
                ReleaseSRWLockExclusive(&lock);
            } else {
                AcquireSRWLockShared(&lock);
                EXPECT_EQ(value, copy);
                ReleaseSRWLockShared(&lock);
            }
        }
    });
    EXPECT_EQ(value, 6000);
    EXPECT_TRUE(TryAcquireSRWLockExclusive(&lock));
    ReleaseSRWLockExclusive(&lock);
}

TEST(ConditionVariable, HandsItemsOver) {
    CRITICAL_SECTION section;
    CONDITION_VARIABLE filled = CONDITION_VARIABLE_INIT;
    CONDITION_VARIABLE emptied;
    InitializeConditionVariable(&emptied);
    InitializeCriticalSection(&section);
    int queued = 0;
    std::atomic<int> taken{0};
    constexpr int kItems = 2000;
    in_threads(4, [&](int i) {
        for (int round = 0; round < kItems; ++round) {
            EnterCriticalSection(&section);
            if (i < 2) {
                while (queued == 3)
                    EXPECT_TRUE(SleepConditionVariableCS(&emptied, &section, INFINITE));
                ++queued;
                LeaveCriticalSection(&section);
                WakeConditionVariable(&filled);
            } else {
                while (queued == 0)
                    EXPECT_TRUE(SleepConditionVariableCS(&filled, &section, INFINITE));
                --queued;
                ++taken;
                LeaveCriticalSection(&section);
                WakeConditionVariable(&emptied);
            }
        }
    });
    EXPECT_EQ(taken, 2 * kItems);
    DeleteCriticalSection(&section);
}

TEST(ConditionVariable, TimesOutHoldingTheLockAgain) {
    SRWLOCK lock = SRWLOCK_INIT;
    CONDITION_VARIABLE variable = CONDITION_VARIABLE_INIT;
    AcquireSRWLockShared(&lock);
    EXPECT_FALSE(
        SleepConditionVariableSRW(&variable, &lock, 1, CONDITION_VARIABLE_LOCKMODE_SHARED));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_TIMEOUT});
    EXPECT_FALSE(TryAcquireSRWLockExclusive(&lock));
    ReleaseSRWLockShared(&lock);
    AcquireSRWLockExclusive(&lock);
    EXPECT_FALSE(SleepConditionVariableSRW(&variable, &lock, 0, 0));
    EXPECT_FALSE(SleepConditionVariableSRW(&variable, &lock, 0, 8));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    ReleaseSRWLockExclusive(&lock);
}

TEST(ConditionVariable, WakesAll) {
    SRWLOCK lock = SRWLOCK_INIT;
    CONDITION_VARIABLE variable = CONDITION_VARIABLE_INIT;
    bool open = false;
    std::thread opener([&] {
        AcquireSRWLockExclusive(&lock);
        open = true;
        ReleaseSRWLockExclusive(&lock);
        WakeAllConditionVariable(&variable);
    });
    in_threads(5, [&](int) {
        AcquireSRWLockShared(&lock);
        while (!open)
            SleepConditionVariableSRW(&variable, &lock, INFINITE,
                                      CONDITION_VARIABLE_LOCKMODE_SHARED);
        ReleaseSRWLockShared(&lock);
    });
    opener.join();
}

std::atomic<int> once_runs;
BOOL CALLBACK init_once(PINIT_ONCE, PVOID parameter, PVOID* context) {
    ++once_runs;
    *context = parameter;
    return TRUE;
}

TEST(InitOnce, RunsOnceAndKeepsTheContext) {
    INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    static uint64_t context_object;
    once_runs = 0;
    in_threads(5, [&](int) {
        LPVOID context = nullptr;
        EXPECT_TRUE(InitOnceExecuteOnce(&once, init_once, &context_object, &context));
        EXPECT_EQ(context, &context_object);
    });
    EXPECT_EQ(once_runs, 1);
}

TEST(InitOnce, IsTriedAgainAfterAFailure) {
    INIT_ONCE once;
    InitOnceInitialize(&once);
    EXPECT_FALSE(InitOnceExecuteOnce(
        &once, [](PINIT_ONCE, PVOID, PVOID*) -> BOOL { return FALSE; }, nullptr, nullptr));
    BOOL pending = FALSE;
    EXPECT_FALSE(InitOnceBeginInitialize(&once, INIT_ONCE_CHECK_ONLY, &pending, nullptr));
    EXPECT_TRUE(InitOnceBeginInitialize(&once, 0, &pending, nullptr));
    EXPECT_TRUE(pending);
    EXPECT_FALSE(InitOnceComplete(&once, 0, reinterpret_cast<LPVOID>(1)));
    EXPECT_TRUE(InitOnceComplete(&once, 0, reinterpret_cast<LPVOID>(8)));
    LPVOID context = nullptr;
    EXPECT_TRUE(InitOnceBeginInitialize(&once, INIT_ONCE_CHECK_ONLY, &pending, &context));
    EXPECT_FALSE(pending);
    EXPECT_EQ(context, reinterpret_cast<LPVOID>(8));
}

TEST(InitOnce, OfSeveralAsynchronousOnesTheFirstToCompleteWins) {
    INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    BOOL pending = FALSE;
    EXPECT_TRUE(InitOnceBeginInitialize(&once, INIT_ONCE_ASYNC, &pending, nullptr));
    EXPECT_TRUE(InitOnceBeginInitialize(&once, INIT_ONCE_ASYNC, &pending, nullptr));
    EXPECT_TRUE(pending);
    EXPECT_FALSE(InitOnceBeginInitialize(&once, 0, &pending, nullptr));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_TRUE(InitOnceComplete(&once, INIT_ONCE_ASYNC, reinterpret_cast<LPVOID>(16)));
    EXPECT_FALSE(InitOnceComplete(&once, INIT_ONCE_ASYNC, reinterpret_cast<LPVOID>(32)));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_GEN_FAILURE});
}

template <typename T>
void hand_over_by_address() {
    static T value;
    __atomic_store_n(&value, T{0}, __ATOMIC_SEQ_CST);
    std::thread other([&] {
        __atomic_store_n(&value, T{1}, __ATOMIC_SEQ_CST);
        WakeByAddressSingle(&value);
    });
    T zero = 0;
    while (__atomic_load_n(&value, __ATOMIC_SEQ_CST) == 0)
        EXPECT_TRUE(WaitOnAddress(&value, &zero, sizeof(T), INFINITE));
    other.join();
}

TEST(WaitOnAddress, KnowsFourWidths) {
    hand_over_by_address<uint8_t>();
    hand_over_by_address<uint16_t>();
    hand_over_by_address<uint32_t>();
    hand_over_by_address<uint64_t>();
}

TEST(WaitOnAddress, TimesOutAndRefusesBadSizes) {
    uint32_t value = 5;
    uint32_t same = 5;
    uint32_t other = 6;
    EXPECT_FALSE(WaitOnAddress(&value, &same, 4, 1));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_TIMEOUT});
    EXPECT_TRUE(WaitOnAddress(&value, &other, 4, INFINITE));
    EXPECT_FALSE(WaitOnAddress(&value, &same, 3, 1));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_FALSE(WaitOnAddress(nullptr, &same, 4, 1));
    WakeByAddressAll(&value);
}

TEST(SynchronizationBarrier, LetsAllGoAndNamesOneLast) {
    SYNCHRONIZATION_BARRIER barrier;
    EXPECT_FALSE(InitializeSynchronizationBarrier(&barrier, 0, 0));
    ASSERT_TRUE(InitializeSynchronizationBarrier(&barrier, 4, -1));
    std::atomic<int> arrived{0};
    std::atomic<int> last{0};
    in_threads(4, [&](int) {
        for (int round = 1; round <= 50; ++round) {
            ++arrived;
            last += EnterSynchronizationBarrier(&barrier, SYNCHRONIZATION_BARRIER_FLAGS_BLOCK_ONLY);
            EXPECT_GE(arrived, 4 * round);
        }
    });
    EXPECT_EQ(last, 50);
    EXPECT_TRUE(DeleteSynchronizationBarrier(&barrier));
}

TEST(SList, PushesPopsAndCounts) {
    SLIST_HEADER list;
    InitializeSListHead(&list);
    SLIST_ENTRY entries[3];
    EXPECT_EQ(InterlockedPopEntrySList(&list), nullptr);
    EXPECT_EQ(InterlockedPushEntrySList(&list, &entries[0]), nullptr);
    EXPECT_EQ(InterlockedPushEntrySList(&list, &entries[1]), &entries[0]);
    EXPECT_EQ(QueryDepthSList(&list), 2u);
    EXPECT_EQ(InterlockedPopEntrySList(&list), &entries[1]);
    InterlockedPushEntrySList(&list, &entries[2]);
    EXPECT_EQ(InterlockedFlushSList(&list), &entries[2]);
    EXPECT_EQ(entries[2].Next, &entries[0]);
    EXPECT_EQ(QueryDepthSList(&list), 0u);
}

TEST(SList, LosesNoEntryBetweenThreads) {
    SLIST_HEADER list;
    InitializeSListHead(&list);
    std::vector<SLIST_ENTRY> entries(100);
    for (SLIST_ENTRY& entry : entries)
        InterlockedPushEntrySList(&list, &entry);
    in_threads(4, [&](int) {
        for (int round = 0; round < 3000; ++round) {
            PSLIST_ENTRY entry = InterlockedPopEntrySList(&list);
            ASSERT_NE(entry, nullptr);
            InterlockedPushEntrySList(&list, entry);
        }
    });
    EXPECT_EQ(QueryDepthSList(&list), 100u);
}

}  // namespace

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "nt/last_error.h"
#include "winbase.h"
#include "winerror.h"

namespace {

TEST(Tls, EachThreadHasItsOwnValue) {
    const DWORD slot = TlsAlloc();
    ASSERT_NE(slot, TLS_OUT_OF_INDEXES);
    int mine = 0;
    EXPECT_TRUE(TlsSetValue(slot, &mine));
    std::thread([slot] {
        EXPECT_EQ(TlsGetValue(slot), nullptr);
        EXPECT_TRUE(TlsSetValue(slot, reinterpret_cast<LPVOID>(5)));
        EXPECT_EQ(TlsGetValue(slot), reinterpret_cast<LPVOID>(5));
    }).join();
    EXPECT_EQ(TlsGetValue(slot), &mine);
    EXPECT_TRUE(TlsFree(slot));
    EXPECT_FALSE(TlsFree(slot));
}

TEST(Tls, ASlotThatIsAllocatedAgainStartsAtNull) {
    const DWORD slot = TlsAlloc();
    int mine = 0;
    TlsSetValue(slot, &mine);
    TlsFree(slot);
    EXPECT_EQ(TlsAlloc(), slot);
    EXPECT_EQ(TlsGetValue(slot), nullptr);
    TlsFree(slot);
}

TEST(Tls, GetClearsTheLastErrorAndRefusesBadSlots) {
    const DWORD slot = TlsAlloc();
    berth::nt::last_error_set(5);
    EXPECT_EQ(TlsGetValue(slot), nullptr);
    EXPECT_EQ(berth::nt::last_error_get(), 0u);
    TlsFree(slot);
    EXPECT_EQ(TlsGetValue(1088), nullptr);
    EXPECT_EQ(berth::nt::last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_FALSE(TlsSetValue(TLS_OUT_OF_INDEXES, nullptr));
    EXPECT_FALSE(TlsFree(TLS_OUT_OF_INDEXES));
}

TEST(Tls, Has1088Slots) {
    std::vector<DWORD> slots;
    for (DWORD slot = TlsAlloc(); slot != TLS_OUT_OF_INDEXES; slot = TlsAlloc())
        slots.push_back(slot);
    EXPECT_EQ(berth::nt::last_error_get(), DWORD{ERROR_NO_MORE_ITEMS});
    EXPECT_EQ(slots.size(), 1088u);
    for (const DWORD slot : slots)
        TlsFree(slot);
}

std::atomic<int> called;
VOID WINAPI count_up(PVOID value) {
    called += *static_cast<int*>(value);
}

TEST(Fls, CallbackRunsAtTheThreadsEnd) {
    static int two = 2;
    called = 0;
    const DWORD slot = FlsAlloc(count_up);
    const DWORD empty = FlsAlloc(count_up);
    std::thread([slot] { EXPECT_TRUE(FlsSetValue(slot, &two)); }).join();
    EXPECT_EQ(called, 2);
    FlsFree(slot);
    FlsFree(empty);
    EXPECT_EQ(called, 2);
}

TEST(Fls, CallbackRunsForEveryThreadWhenTheSlotIsFreed) {
    static int three = 3;
    called = 0;
    const DWORD slot = FlsAlloc(count_up);
    FlsSetValue(slot, &three);
    EXPECT_EQ(FlsGetValue(slot), &three);
    EXPECT_TRUE(FlsFree(slot));
    EXPECT_EQ(called, 3);
    EXPECT_FALSE(FlsSetValue(slot, &three));
    EXPECT_EQ(FlsGetValue(slot), nullptr);
    EXPECT_EQ(berth::nt::last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
}

}  // namespace

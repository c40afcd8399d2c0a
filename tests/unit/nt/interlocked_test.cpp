#include <gtest/gtest.h>

#include "winnt.h"

namespace {

// A Windows program's `long` is 64 bits wide here: the functions take what the program has.
template <typename T>
class Interlocked : public testing::Test {};
using Integers = testing::Types<LONG, ULONG, long, unsigned long, LONGLONG, ULONGLONG>;
TYPED_TEST_SUITE(Interlocked, Integers);

TYPED_TEST(Interlocked, WorksAtTheVariablesOwnWidth) {
    volatile TypeParam value = 5;
    EXPECT_EQ(InterlockedIncrement(&value), TypeParam{6});
    EXPECT_EQ(InterlockedDecrement(&value), TypeParam{5});
    EXPECT_EQ(InterlockedExchange(&value, 7), TypeParam{5});
    EXPECT_EQ(InterlockedExchangeAdd(&value, 3), TypeParam{7});
    EXPECT_EQ(InterlockedAdd(&value, -4), TypeParam{6});
    EXPECT_EQ(InterlockedCompareExchange(&value, 9, 6), TypeParam{6});
    EXPECT_EQ(InterlockedCompareExchange(&value, 1, 6), TypeParam{9});
    EXPECT_EQ(InterlockedAnd(&value, 8), TypeParam{9});
    EXPECT_EQ(InterlockedOr(&value, 3), TypeParam{8});
    EXPECT_EQ(InterlockedXor(&value, 1), TypeParam{11});
    EXPECT_EQ(value, TypeParam{10});
    EXPECT_EQ(_InterlockedIncrement(&value), TypeParam{11});
}

TEST(InterlockedPointer, ExchangesAndCompares) {
    int object = 0;
    PVOID volatile pointer = nullptr;
    EXPECT_EQ(InterlockedExchangePointer(&pointer, &object), nullptr);
    EXPECT_EQ(InterlockedCompareExchangePointer(&pointer, nullptr, &object), &object);
    EXPECT_EQ(pointer, nullptr);
}

TEST(InterlockedBit, SetsAndResets) {
    LONG value = 0;
    EXPECT_EQ(InterlockedBitTestAndSet(&value, 4), 0);
    EXPECT_EQ(InterlockedBitTestAndSet(&value, 4), 1);
    EXPECT_EQ(value, 16);
    EXPECT_EQ(InterlockedBitTestAndReset(&value, 4), 1);
    EXPECT_EQ(value, 0);
}

}  // namespace

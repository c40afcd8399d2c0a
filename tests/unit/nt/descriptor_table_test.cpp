#include "nt/descriptor_table.h"

#include <gtest/gtest.h>

namespace berth::nt {
namespace {

TEST(DescriptorTable, LookUpBeforeAnythingWasStoredFindsNothing) {
    static DescriptorTable<int> table;
    EXPECT_EQ(table.get(0), nullptr);
    EXPECT_EQ(table.get(~uintptr_t{0}), nullptr);
}

TEST(DescriptorTable, StoresAndFindsAcrossPages) {
    static DescriptorTable<int> table;
    int value = 7;
    const uintptr_t places[] = {0, 1023, 1024, 1'000'000};
    for (const uintptr_t index : places) {
        ASSERT_NE(table.make(index), nullptr);
        table.make(index)->store(&value);
        EXPECT_EQ(table.get(index), &value);
        EXPECT_EQ(table.get(index + 1), nullptr);
    }
    for (const uintptr_t index : places)
        table.make(index)->store(nullptr);
}

TEST(DescriptorTable, RefusesAnIndexThatNoDescriptorHas) {
    static DescriptorTable<int> table;
    EXPECT_EQ(table.make(DescriptorTable<int>::kSlots), nullptr);
}

}  // namespace
}  // namespace berth::nt

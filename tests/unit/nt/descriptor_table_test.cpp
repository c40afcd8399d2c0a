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
    for (uintptr_t index : {uintptr_t{0}, uintptr_t{1023}, uintptr_t{1024}, uintptr_t{1'000'000}}) {
        ASSERT_NE(table.make(index), nullptr);
        table.make(index)->store(&value);
        EXPECT_EQ(table.get(index), &value);
        EXPECT_EQ(table.get(index + 1), nullptr);
    }
}

TEST(DescriptorTable, RefusesAnIndexThatNoDescriptorHas) {
    static DescriptorTable<int> table;
    EXPECT_EQ(table.make(DescriptorTable<int>::kSlots), nullptr);
}

}  // namespace
}  // namespace berth::nt

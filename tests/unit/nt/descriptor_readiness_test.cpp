#include "nt/descriptor_readiness.h"

#include <gtest/gtest.h>

namespace berth::nt {
namespace {

TEST(DescriptorReadiness, AnyIsTrueWhileOneIsMarked) {
    constexpr uintptr_t kFirst = kReadinessDescriptors - 1;
    constexpr uintptr_t kSecond = kReadinessDescriptors - 2;
    EXPECT_FALSE(descriptors_any_readable_anyway());
    descriptor_readable_anyway_set(kFirst, true);
    descriptor_readable_anyway_set(kFirst, true);  // marked twice is marked once
    descriptor_readable_anyway_set(kSecond, true);
    EXPECT_TRUE(descriptor_is_readable_anyway(kFirst));
    descriptor_readable_anyway_set(kFirst, false);
    EXPECT_FALSE(descriptor_is_readable_anyway(kFirst));
    EXPECT_TRUE(descriptors_any_readable_anyway());
    descriptor_readable_anyway_set(kSecond, false);
    descriptor_readable_anyway_set(kSecond, false);
    EXPECT_FALSE(descriptors_any_readable_anyway());
}

TEST(DescriptorReadiness, NumbersBeyondTheTableAreNever) {
    descriptor_readable_anyway_set(kReadinessDescriptors, true);
    EXPECT_FALSE(descriptor_is_readable_anyway(kReadinessDescriptors));
    EXPECT_FALSE(descriptors_any_readable_anyway());
}

}  // namespace
}  // namespace berth::nt

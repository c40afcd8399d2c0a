#include <array>

#include "bcrypt.h"
#include "gtest/gtest.h"

namespace {

TEST(RandomTest, TheSystemsGeneratorFillsTheBuffer) {
    std::array<UCHAR, 64> one{};
    std::array<UCHAR, 64> two{};
    EXPECT_EQ(0, BCryptGenRandom(nullptr, one.data(), one.size(), BCRYPT_USE_SYSTEM_PREFERRED_RNG));
    EXPECT_EQ(0, BCryptGenRandom(BCRYPT_RNG_ALG_HANDLE, two.data(), two.size(), 0));
    EXPECT_NE(one, two);
}

TEST(RandomTest, AnOpenedAlgorithmIsOneToo) {
    BCRYPT_ALG_HANDLE algorithm = nullptr;
    ASSERT_EQ(0, BCryptOpenAlgorithmProvider(&algorithm, BCRYPT_RNG_ALGORITHM, nullptr, 0));
    UCHAR byte = 0;
    EXPECT_EQ(0, BCryptGenRandom(algorithm, &byte, 1, 0));
    EXPECT_EQ(0, BCryptCloseAlgorithmProvider(algorithm, 0));
}

TEST(RandomTest, BadInputIsRefused) {
    UCHAR byte = 0;
    EXPECT_FALSE(BCRYPT_SUCCESS(BCryptGenRandom(nullptr, &byte, 1, 0)));
    EXPECT_FALSE(
        BCRYPT_SUCCESS(BCryptGenRandom(nullptr, nullptr, 1, BCRYPT_USE_SYSTEM_PREFERRED_RNG)));
    BCRYPT_ALG_HANDLE algorithm = nullptr;
    EXPECT_FALSE(BCRYPT_SUCCESS(BCryptOpenAlgorithmProvider(&algorithm, L"AES", nullptr, 0)));
    EXPECT_FALSE(BCRYPT_SUCCESS(BCryptCloseAlgorithmProvider(nullptr, 0)));
}

}  // namespace

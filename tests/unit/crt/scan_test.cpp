#include <gtest/gtest.h>

#include <cstdint>

#include "berth/crt_stdio.h"
#include "invalid_handler.h"

extern "C" {
int berth_sscanf(const char* text, const char* format, ...);
int berth_swscanf(const wchar_t* text, const wchar_t* format, ...);
int berth_fscanf(FILE* stream, const char* format, ...);
}

namespace berth::crt {
namespace {

using Guard = InvalidHandlerGuard;

TEST(Scan, Integers) {
    int a = 0, b = 0, c = 0;
    EXPECT_EQ(berth_sscanf("12 -7 0x1F", "%d%d%i", &a, &b, &c), 3);
    EXPECT_EQ(a, 12);
    EXPECT_EQ(b, -7);
    EXPECT_EQ(c, 31);
    EXPECT_EQ(berth_sscanf("077 beef", "%i %x", &a, &b), 2);
    EXPECT_EQ(a, 63);
    EXPECT_EQ(b, 0xbeef);
    EXPECT_EQ(berth_sscanf("12345", "%2d%*1d%d", &a, &b), 2);
    EXPECT_EQ(a, 12);
    EXPECT_EQ(b, 45);
}

TEST(Scan, SizesOfIntegers) {
    uint32_t two[2] = {0, 7};
    EXPECT_EQ(berth_sscanf("4294967295", "%lu", &two[0]), 1);
    EXPECT_EQ(two[0], 4294967295u);
    EXPECT_EQ(two[1], 7u);  // %lu stores 32 bits
    long long big = 0;
    EXPECT_EQ(berth_sscanf("-9000000000", "%I64d", &big), 1);
    EXPECT_EQ(big, -9000000000);
    unsigned char small[2] = {0, 7};
    EXPECT_EQ(berth_sscanf("255", "%hhu", &small[0]), 1);
    EXPECT_EQ(small[0], 255);
    EXPECT_EQ(small[1], 7);
}

TEST(Scan, StringsFollowTheFunction) {
    char narrow[16];
    wchar_t wide[16];
    EXPECT_EQ(berth_sscanf("ab \xc3\xa9z", "%s %S", narrow, wide), 2);
    EXPECT_STREQ(narrow, "ab");
    EXPECT_STREQ(wide, L"\u00e9z");
    EXPECT_EQ(berth_swscanf(L"\u4e16 b", L"%s %S", wide, narrow), 2);
    EXPECT_STREQ(wide, L"\u4e16");
    EXPECT_STREQ(narrow, "b");
}

TEST(Scan, SetsAndCharacters) {
    char word[16], rest[16], two[3] = {};
    EXPECT_EQ(berth_sscanf("key=some value]", "%[a-z]=%[^]]", word, rest), 2);
    EXPECT_STREQ(word, "key");
    EXPECT_STREQ(rest, "some value");
    EXPECT_EQ(berth_sscanf(" xy", "%2c", two), 1);
    EXPECT_STREQ(two, " x");
}

TEST(Scan, FloatingPoint) {
    float f = 0;
    double d = 0, e = 0;
    EXPECT_EQ(berth_sscanf("1.5 -2e3 .25x", "%f %lf %lf", &f, &d, &e), 3);
    EXPECT_FLOAT_EQ(f, 1.5f);
    EXPECT_DOUBLE_EQ(d, -2000);
    EXPECT_DOUBLE_EQ(e, .25);
}

TEST(Scan, LiteralsAndCounts) {
    int a = 0, n = 0;
    EXPECT_EQ(berth_sscanf("port: 80%x", "port:%d%%%n", &a, &n), 1);
    EXPECT_EQ(a, 80);
    EXPECT_EQ(n, 9);
    EXPECT_EQ(berth_sscanf("abc", "x%d", &a), 0);
    EXPECT_EQ(berth_sscanf("", "%d", &a), -1);
    EXPECT_EQ(berth_sscanf("  ", "%d", &a), -1);
    EXPECT_EQ(berth_sscanf("x", "%d", &a), 0);
}

TEST(Scan, CheckedBuffers) {
    const Guard guard;
    char word[4];
    int a = 0;
    EXPECT_EQ(sscanf_s("abc 5", "%s %d", word, 4u, &a), 2);
    EXPECT_STREQ(word, "abc");
    EXPECT_EQ(a, 5);
    EXPECT_EQ(sscanf_s("abcd 5", "%s %d", word, 4u, &a), 0);
    EXPECT_STREQ(word, "");
    char c = 0;
    EXPECT_EQ(sscanf_s("z", "%c", &c, 1u), 1);
    EXPECT_EQ(c, 'z');
    EXPECT_EQ(Guard::calls, 0);
    EXPECT_EQ(sscanf_s(nullptr, "%d", &a), -1);
    EXPECT_EQ(Guard::calls, 1);
}

TEST(Scan, WhatWasNotUsedStaysInTheStream) {
    FILE* stream = tmpfile();
    ASSERT_NE(stream, nullptr);
    fputs("12abc", stream);
    rewind(stream);
    int a = 0;
    EXPECT_EQ(berth_fscanf(stream, "%d", &a), 1);
    EXPECT_EQ(a, 12);
    EXPECT_EQ(fgetc(stream), 'a');
    fclose(stream);
}

}  // namespace
}  // namespace berth::crt

#include <gtest/gtest.h>

#include <cerrno>
#include <string>

#include "berth/crt_string.h"
#include "invalid_handler.h"

namespace berth::crt {
namespace {

using Guard = InvalidHandlerGuard;

TEST(StringCopy, WhatFitsIsCopied) {
    char to[4];
    EXPECT_EQ(strcpy_s(to, "abc"), 0);
    EXPECT_STREQ(to, "abc");
    EXPECT_EQ(strcpy_s(to, 4, ""), 0);
    EXPECT_STREQ(to, "");
    wchar_t wide[4];
    EXPECT_EQ(wcscpy_s(wide, L"abc"), 0);
    EXPECT_STREQ(wide, L"abc");
}

TEST(StringCopy, TooSmallIsErangeAndEmpties) {
    const Guard guard;
    char to[4] = "old";
    EXPECT_EQ(strcpy_s(to, "abcd"), ERANGE);
    EXPECT_STREQ(to, "");
    EXPECT_EQ(Guard::calls, 1);
    EXPECT_EQ(errno, ERANGE);
}

TEST(StringCopy, NullIsEinval) {
    const Guard guard;
    char to[4] = "old";
    EXPECT_EQ(strcpy_s(to, 4, nullptr), EINVAL);
    EXPECT_STREQ(to, "");
    EXPECT_EQ(strcpy_s(nullptr, 4, "a"), EINVAL);
    EXPECT_EQ(strcpy_s(to, 0, "a"), EINVAL);
    EXPECT_EQ(Guard::calls, 3);
}

TEST(StringCopyDeathTest, WithoutHandlerTheProgramEnds) {
    char to[2];
    EXPECT_DEATH(strcpy_s(to, "abc"), "Invalid parameter passed to strcpy_s");
}

TEST(StringCopy, CountLimits) {
    const Guard guard;
    char to[4] = "old";
    EXPECT_EQ(strncpy_s(to, "abcdef", 3), 0);
    EXPECT_STREQ(to, "abc");
    EXPECT_EQ(strncpy_s(to, "x", 100), 0);
    EXPECT_STREQ(to, "x");
    EXPECT_EQ(strncpy_s(to, "abcdef", 4), ERANGE);
    EXPECT_STREQ(to, "");
    EXPECT_EQ(strncpy_s(to, "abcdef", 0), 0);
    EXPECT_STREQ(to, "");
    EXPECT_EQ(strncpy_s(nullptr, 0, nullptr, 0), 0);
    EXPECT_EQ(Guard::calls, 1);
}

TEST(StringCopy, TruncationIsToldApart) {
    const Guard guard;
    char to[4];
    EXPECT_EQ(strncpy_s(to, "abcdef", _TRUNCATE), STRUNCATE);
    EXPECT_STREQ(to, "abc");
    EXPECT_EQ(strncpy_s(to, "abc", _TRUNCATE), 0);
    EXPECT_EQ(strncat_s(to, "d", _TRUNCATE), STRUNCATE);
    EXPECT_STREQ(to, "abc");
    EXPECT_EQ(Guard::calls, 0);
}

TEST(StringCopy, AnUnterminatedSourceIsReadToTheCountOnly) {
    const char open[3] = {'a', 'b', 'c'};
    char to[8];
    EXPECT_EQ(strncpy_s(to, open, 3), 0);
    EXPECT_STREQ(to, "abc");
}

TEST(StringConcatenate, AppendsAndRefuses) {
    const Guard guard;
    char to[6] = "ab";
    EXPECT_EQ(strcat_s(to, "cde"), 0);
    EXPECT_STREQ(to, "abcde");
    EXPECT_EQ(strcat_s(to, "f"), ERANGE);
    EXPECT_STREQ(to, "");
    EXPECT_EQ(strncat_s(to, "xyz", 2), 0);
    EXPECT_STREQ(to, "xy");
    char open[2] = {'a', 'b'};
    EXPECT_EQ(strcat_s(open, "c"), EINVAL);
    wchar_t wide[4] = L"a";
    EXPECT_EQ(wcscat_s(wide, L"b"), 0);
    EXPECT_STREQ(wide, L"ab");
    EXPECT_EQ(Guard::calls, 2);
}

TEST(StringTokens, SplitWithContext) {
    char text[] = ",,one, two,,";
    char* context = nullptr;
    EXPECT_STREQ(strtok_s(text, ", ", &context), "one");
    EXPECT_STREQ(strtok_s(nullptr, ", ", &context), "two");
    EXPECT_EQ(strtok_s(nullptr, ", ", &context), nullptr);
    EXPECT_EQ(strtok_s(nullptr, ", ", &context), nullptr);
    const Guard guard;
    EXPECT_EQ(strtok_s(text, nullptr, &context), nullptr);
    EXPECT_EQ(Guard::calls, 1);
}

TEST(MemoryCopy, ChecksTheDestination) {
    const Guard guard;
    char to[4] = "abc";
    EXPECT_EQ(memcpy_s(to, 4, "xy", 2), 0);
    EXPECT_STREQ(to, "xyc");
    EXPECT_EQ(memcpy_s(to, 2, "12345", 5), ERANGE);
    EXPECT_EQ(to[0], '\0');
    EXPECT_EQ(to[2], 'c');
    EXPECT_EQ(memcpy_s(nullptr, 0, nullptr, 0), 0);
    EXPECT_EQ(memmove_s(to, 2, nullptr, 1), EINVAL);
    EXPECT_EQ(memmove_s(to, 2, "123", 3), ERANGE);
    EXPECT_EQ(Guard::calls, 3);
}

TEST(StringCase, ComparesWithoutCase) {
    EXPECT_EQ(_stricmp("HeLLo", "hEllO"), 0);
    EXPECT_LT(_stricmp("a", "B"), 0);
    EXPECT_EQ(_strnicmp("ABCx", "abcy", 3), 0);
    EXPECT_EQ(_strnicmp("a", "b", 0), 0);
    EXPECT_EQ(_wcsicmp(L"HeLLo", L"hEllO"), 0);
    EXPECT_GT(_stricmp("\xc3", "a"), 0);
    EXPECT_EQ(_memicmp("a\0B", "A\0b", 3), 0);
    const Guard guard;
    EXPECT_EQ(_stricmp(nullptr, "a"), _NLSCMPERROR);
}

TEST(StringCase, ConvertsInPlace) {
    char text[] = "MiXed 1\xc3\x84";
    EXPECT_STREQ(_strlwr(text), "mixed 1\xc3\x84");
    EXPECT_EQ(_strupr_s(text), 0);
    EXPECT_STREQ(text, "MIXED 1\xc3\x84");
    EXPECT_STREQ(_strrev(text),
                 "\x84\xc3"
                 "1 DEXIM");
    EXPECT_STREQ(_strnset(text, 'x', 2), "xx1 DEXIM");
    const Guard guard;
    char open[2] = {'a', 'b'};
    EXPECT_EQ(_strlwr_s(open), EINVAL);
    EXPECT_EQ(open[0], '\0');
}

}  // namespace
}  // namespace berth::crt

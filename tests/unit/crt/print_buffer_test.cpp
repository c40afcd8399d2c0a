#include <gtest/gtest.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

#include "berth/crt_stdio.h"
#include "invalid_handler.h"

extern "C" {
int berth_snprintf(char* to, size_t size, const char* format, ...);
int berth_swprintf(wchar_t* to, size_t size, const wchar_t* format, ...);
}

namespace berth::crt {
namespace {

using Guard = InvalidHandlerGuard;

TEST(PrintBuffer, SnprintfIsStandard) {
    char to[4] = "???";
    EXPECT_EQ(berth_snprintf(to, 4, "%s", "abcdef"), 6);
    EXPECT_STREQ(to, "abc");
    EXPECT_EQ(berth_snprintf(nullptr, 0, "%d", 12345), 5);
}

TEST(PrintBuffer, MicrosoftsSnprintfMayLeaveNoTerminator) {
    char to[5] = "????";
    EXPECT_EQ(_snprintf(to, 3, "%s", "ab"), 2);
    EXPECT_STREQ(to, "ab");
    EXPECT_EQ(_snprintf(to, 3, "%s", "abc"), 3);
    EXPECT_STREQ(to, "abc?");
    EXPECT_EQ(_snprintf(to, 3, "%s", "wxyz"), -1);
    EXPECT_STREQ(to, "wxy?");
    EXPECT_EQ(_snprintf(nullptr, 0, "%s", "wxyz"), 4);
    EXPECT_EQ(_scprintf("%05d", 7), 5);
}

TEST(PrintBuffer, SprintfSRefusesWhatDoesNotFit) {
    const Guard guard;
    char to[4];
    EXPECT_EQ(sprintf_s(to, "%d", 123), 3);
    EXPECT_STREQ(to, "123");
    EXPECT_EQ(sprintf_s(to, "%d", 1234), -1);
    EXPECT_STREQ(to, "");
    EXPECT_EQ(errno, ERANGE);
    EXPECT_EQ(Guard::calls, 1);
    EXPECT_EQ(sprintf_s(to, 4, nullptr), -1);
    EXPECT_EQ(errno, EINVAL);
    EXPECT_EQ(Guard::calls, 2);
}

TEST(PrintBuffer, SnprintfSTruncatesOnRequest) {
    const Guard guard;
    char to[4];
    EXPECT_EQ(_snprintf_s(to, _TRUNCATE, "%s", "abcdef"), -1);
    EXPECT_STREQ(to, "abc");
    EXPECT_EQ(_snprintf_s(to, 2, "%s", "abcdef"), -1);
    EXPECT_STREQ(to, "ab");
    EXPECT_EQ(Guard::calls, 0);
    EXPECT_EQ(_snprintf_s(to, 4, "%s", "abcdef"), -1);
    EXPECT_STREQ(to, "");
    EXPECT_EQ(Guard::calls, 1);
    EXPECT_EQ(_snprintf_s(to, 100, "%s", "abc"), 3);
    EXPECT_STREQ(to, "abc");
}

TEST(PrintBuffer, SwprintfFailsWhereTheTextDoesNotFit) {
    wchar_t to[4];
    EXPECT_EQ(berth_swprintf(to, 4, L"%s", L"abc"), 3);
    EXPECT_EQ(berth_swprintf(to, 4, L"%s", L"abcd"), -1);
    EXPECT_STREQ(to, L"abc");
    EXPECT_EQ(_snwprintf(to, 3, L"%d", 123), 3);
}

TEST(PrintBuffer, BadArgumentsAreRefused) {
    const Guard guard;
    EXPECT_EQ(berth_snprintf(nullptr, 5, "a"), -1);
    EXPECT_EQ(_snprintf(nullptr, 5, "a"), -1);
    EXPECT_EQ(_scprintf(nullptr), -1);
    int n = 0;
    char to[8];
    EXPECT_EQ(sprintf_s(to, "ab%n", &n), -1);
    EXPECT_STREQ(to, "");
    EXPECT_EQ(Guard::calls, 4);
}

}  // namespace
}  // namespace berth::crt

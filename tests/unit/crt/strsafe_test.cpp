#include "strsafe.h"

#include <gtest/gtest.h>

#include <cstring>

namespace {

constexpr HRESULT kShort = STRSAFE_E_INSUFFICIENT_BUFFER;
constexpr HRESULT kInvalid = STRSAFE_E_INVALID_PARAMETER;

TEST(StrSafe, CopyCutsWhatDoesNotFit) {
    char to[4];
    EXPECT_EQ(StringCchCopyA(to, 4, "abc"), S_OK);
    EXPECT_STREQ(to, "abc");
    EXPECT_EQ(StringCchCopyA(to, 4, "wxyz"), kShort);
    EXPECT_STREQ(to, "wxy");
    EXPECT_EQ(StringCchCopyNA(to, 4, "abcdef", 2), S_OK);
    EXPECT_STREQ(to, "ab");
    EXPECT_EQ(StringCchCopyA(to, 0, "a"), kInvalid);
    EXPECT_EQ(StringCchCopyA(to, STRSAFE_MAX_CCH + 1u, "a"), kInvalid);
    EXPECT_EQ(StringCchCopyA(nullptr, 4, "a"), kInvalid);
}

TEST(StrSafe, BytesOfWideStrings) {
    wchar_t to[4];
    EXPECT_EQ(StringCbCopyW(to, sizeof to, L"abc"), S_OK);
    EXPECT_EQ(StringCbCopyW(to, sizeof to - 1, L"abc"), kShort);
    EXPECT_STREQ(to, L"ab");
    size_t length = 0;
    EXPECT_EQ(StringCbLengthW(L"abc", 100, &length), S_OK);
    EXPECT_EQ(length, 3 * sizeof(wchar_t));
    EXPECT_EQ(StringCchLengthW(L"abc", 3, &length), kInvalid);
}

TEST(StrSafe, CatNeedsATerminator) {
    char to[6] = "ab";
    EXPECT_EQ(StringCchCatA(to, 6, "cd"), S_OK);
    EXPECT_EQ(StringCchCatA(to, 6, "ef"), kShort);
    EXPECT_STREQ(to, "abcde");
    char open[2] = {'a', 'b'};
    EXPECT_EQ(StringCchCatA(open, 2, "c"), kInvalid);
    strcpy(to, "x");
    EXPECT_EQ(StringCchCatNA(to, 6, "yzzz", 1), S_OK);
    EXPECT_STREQ(to, "xy");
}

TEST(StrSafe, PrintfUsesMicrosoftsFormats) {
    char to[32];
    EXPECT_EQ(StringCchPrintfA(to, 32, "%I64d %S", 5ll, L"w"), S_OK);
    EXPECT_STREQ(to, "5 w");
    EXPECT_EQ(StringCbPrintfA(to, 3, "%d", 12345), kShort);
    EXPECT_STREQ(to, "12");
    wchar_t wide[8];
    EXPECT_EQ(StringCchPrintfW(wide, 8, L"%s-%S", L"a", "b"), S_OK);
    EXPECT_STREQ(wide, L"a-b");
}

TEST(StrSafe, ExTellsTheEndAndTheRoom) {
    char to[8];
    char* end = nullptr;
    size_t remaining = 0;
    EXPECT_EQ(StringCchCopyExA(to, 8, "abc", &end, &remaining, 0), S_OK);
    EXPECT_EQ(end, to + 3);
    EXPECT_EQ(remaining, 5u);
    EXPECT_EQ(StringCchCatExA(to, 8, "defghij", &end, &remaining, 0), kShort);
    EXPECT_EQ(end, to + 7);
    EXPECT_EQ(remaining, 1u);
    wchar_t wide[8];
    wchar_t* wide_end = nullptr;
    EXPECT_EQ(StringCbPrintfExW(wide, sizeof wide, &wide_end, &remaining, 0, L"%d", 42), S_OK);
    EXPECT_EQ(wide_end, wide + 2);
    EXPECT_EQ(remaining, 6 * sizeof(wchar_t));
}

TEST(StrSafe, ExFillsAndEmptiesAsAsked) {
    char to[5] = "????";
    EXPECT_EQ(StringCchCopyExA(to, 5, "a", nullptr, nullptr, STRSAFE_FILL_BYTE('x')), S_OK);
    EXPECT_EQ(to[2], 'x');
    EXPECT_EQ(to[4], 'x');
    EXPECT_EQ(StringCchCopyExA(to, 5, "abcdef", nullptr, nullptr, STRSAFE_NO_TRUNCATION), kShort);
    EXPECT_STREQ(to, "");
    EXPECT_EQ(StringCchCopyExA(to, 5, "abcdef", nullptr, nullptr, STRSAFE_FAILURE_BYTE('z')),
              kShort);
    EXPECT_STREQ(to, "zzzz");
    EXPECT_EQ(StringCchCopyExA(to, 5, nullptr, nullptr, nullptr, STRSAFE_IGNORE_NULLS), S_OK);
    EXPECT_STREQ(to, "");
    EXPECT_EQ(StringCchCopyExA(to, 5, nullptr, nullptr, nullptr, 0), kInvalid);
    EXPECT_EQ(StringCchCopyExA(nullptr, 0, nullptr, nullptr, nullptr, STRSAFE_IGNORE_NULLS), S_OK);
}

}  // namespace

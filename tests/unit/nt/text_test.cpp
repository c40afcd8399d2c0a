#include "nt/text.h"

#include <gtest/gtest.h>

#include <limits>

#include "berth/winbase_string.h"
#include "berth/winuser_string.h"
#include "nt/last_error.h"
#include "winerror.h"
#include "winnls.h"

namespace berth::nt {
namespace {

std::wstring widen(const std::string& text, UINT page = CP_UTF8, DWORD flags = 0) {
    wchar_t buffer[64] = {};
    const int length =
        MultiByteToWideChar(page, flags, text.data(), static_cast<int>(text.size()), buffer, 64);
    return {buffer, static_cast<size_t>(length)};
}

TEST(Text, Utf8BecomesOneWideCharacterEach) {
    EXPECT_EQ(widen("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x9A\xA2"), L"a\u00e9\u20ac\U0001F6A2");
}

TEST(Text, EachIllFormedSubpartBecomesOneReplacementCharacter) {
    EXPECT_EQ(widen("\xE2\x82z"), L"\uFFFDz");                          // cut short
    EXPECT_EQ(widen("\xC0\xAF"), L"\uFFFD\uFFFD");                      // overlong
    EXPECT_EQ(widen("\xED\xA0\x80"), L"\uFFFD\uFFFD\uFFFD");            // a surrogate
    EXPECT_EQ(widen("\xF4\x90\x80\x80"), L"\uFFFD\uFFFD\uFFFD\uFFFD");  // above U+10FFFF
}

TEST(Text, InvalidCharactersFailOnRequest) {
    EXPECT_EQ(widen("\xFF", CP_UTF8, MB_ERR_INVALID_CHARS), L"");
    EXPECT_EQ(last_error_get(), DWORD{ERROR_NO_UNICODE_TRANSLATION});
}

TEST(Text, LengthQueryCountsTheTerminator) {
    EXPECT_EQ(MultiByteToWideChar(CP_ACP, 0, "h\xC3\xA9", -1, nullptr, 0), 3);
    EXPECT_EQ(WideCharToMultiByte(CP_ACP, 0, L"h\u00e9", -1, nullptr, 0, nullptr, nullptr), 4);
}

TEST(Text, TooSmallABufferFails) {
    wchar_t wide[2];
    EXPECT_EQ(MultiByteToWideChar(CP_UTF8, 0, "abc", -1, wide, 2), 0);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INSUFFICIENT_BUFFER});
    char narrow[2];
    EXPECT_EQ(WideCharToMultiByte(CP_UTF8, 0, L"\u20ac", 1, narrow, 2, nullptr, nullptr), 0);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INSUFFICIENT_BUFFER});
}

TEST(Text, BadArgumentsGiveTheDocumentedErrors) {
    wchar_t wide[4];
    char narrow[4];
    BOOL used = FALSE;
    EXPECT_EQ(MultiByteToWideChar(CP_UTF8, 0, nullptr, 1, wide, 4), 0);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(MultiByteToWideChar(CP_UTF8, 0, "a", 0, wide, 4), 0);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(MultiByteToWideChar(CP_UTF8, 0, "a", 1, nullptr, 4), 0);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(MultiByteToWideChar(4711, 0, "a", 1, wide, 4), 0);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(MultiByteToWideChar(CP_UTF8, MB_PRECOMPOSED, "a", 1, wide, 4), 0);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_FLAGS});
    EXPECT_EQ(WideCharToMultiByte(CP_UTF8, 0, L"a", 1, narrow, 4, nullptr, &used), 0);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(Text, ASurrogatePairIsOneCharacter) {
    const wchar_t pair[] = {wchar_t(0xD83D), wchar_t(0xDEA2), 0};
    EXPECT_EQ(utf8_from_wide(pair), "\xF0\x9F\x9A\xA2");
}

TEST(Text, ALoneSurrogateIsReplacedOrRefused) {
    const wchar_t lone[] = {wchar_t(0xD83D), L'x', 0};
    EXPECT_EQ(utf8_from_wide(lone), "\xEF\xBF\xBDx");
    char narrow[8];
    EXPECT_EQ(
        WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, lone, -1, narrow, 8, nullptr, nullptr),
        0);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_NO_UNICODE_TRANSLATION});
}

TEST(Text, WindowsLatinHasTheEuroAndReplacesWhatItLacks) {
    char narrow[8] = {};
    BOOL used = FALSE;
    EXPECT_EQ(WideCharToMultiByte(1252, 0, L"\u20ac\u4e00\u00e9", 3, narrow, 8, "#", &used), 3);
    EXPECT_STREQ(narrow, "\x80#\xe9");
    EXPECT_TRUE(used);
    EXPECT_EQ(widen("\x80\xe9", 1252), L"\u20ac\u00e9");
    EXPECT_EQ(widen("\x80\xe9", 28591), L"\u0080\u00e9");
}

TEST(Text, CaseMapsInPlace) {
    char narrow[] =
        "Stra\xC3\x9F"
        "e \xC3\xA9";
    EXPECT_STREQ(CharUpperA(narrow),
                 "STRA\xC3\x9F"
                 "E \xC3\x89");
    wchar_t wide[] = L"\u00c9A";
    EXPECT_STREQ(CharLowerW(wide), L"\u00e9a");
    EXPECT_EQ(reinterpret_cast<uintptr_t>(CharUpperW(reinterpret_cast<LPWSTR>(uintptr_t{L'x'}))),
              uintptr_t{L'X'});
}

TEST(Text, StringFunctionsTakeNull) {
    char buffer[4] = "abc";
    EXPECT_EQ(lstrlenA(nullptr), 0);
    EXPECT_EQ(lstrcpyA(buffer, nullptr), nullptr);
    EXPECT_EQ(lstrcatW(nullptr, L"x"), nullptr);
    EXPECT_LT(lstrcmpA(nullptr, ""), 0);
}

TEST(Text, BoundedCopyTerminates) {
    char buffer[4];
    lstrcpynA(buffer, "abcdef", 4);
    EXPECT_STREQ(buffer, "abc");
}

TEST(Text, ComparesLettersFirstThenCase) {
    EXPECT_LT(lstrcmpA("a", "B"), 0);
    EXPECT_LT(lstrcmpA("a", "A"), 0);
    EXPECT_LT(lstrcmpW(L"A", L"b"), 0);
    EXPECT_EQ(lstrcmpiA("H\xC3\x89", "h\xC3\xA9"), 0);
    EXPECT_EQ(CompareStringA(LOCALE_USER_DEFAULT, NORM_IGNORECASE, "ab", 1, "AX", 1), CSTR_EQUAL);
    EXPECT_EQ(CompareStringOrdinal(L"a", -1, L"B", -1, FALSE), CSTR_GREATER_THAN);
}

TEST(Text, WsprintfSpeaksMicrosoftsDialect) {
    char narrow[1024];
    EXPECT_EQ(wsprintfA(narrow, "%s|%S|%ws|%c|%5d|%-5d|%05d|%x|%#X|%I64d|%lu|%%", "a", L"b", L"c",
                        'd', -42, 42, -42, 255, 255, 1LL << 40, 7u),
              51);
    EXPECT_STREQ(narrow, "a|b|c|d|  -42|42   |-0042|ff|0XFF|1099511627776|7|%");
    wchar_t wide[1024];
    wsprintfW(wide, L"%s %S %hs %.2s %*d", L"w", "n", "h", L"cut", 4, 1);
    EXPECT_STREQ(wide, L"w n h cu    1");
}

TEST(Text, WsprintfNeverWritesMoreThan1024Characters) {
    std::string longer(5000, 'x');
    char narrow[1024];
    EXPECT_EQ(wsprintfA(narrow, "%s", longer.c_str()), 1023);
    EXPECT_EQ(wsprintfA(narrow, "%9999999999d", 1), 1023);
    EXPECT_EQ(wsprintfA(narrow, "%*d", std::numeric_limits<int>::min(), 1), 1023);
}

TEST(Text, WalksCharacters) {
    const char text[] = "a\xE2\x82\xAC";
    EXPECT_EQ(CharNextA(text + 1), text + 4);
    EXPECT_EQ(CharNextA(text + 4), text + 4);
    EXPECT_EQ(CharPrevA(text, text + 4), text + 1);
}

}  // namespace
}  // namespace berth::nt

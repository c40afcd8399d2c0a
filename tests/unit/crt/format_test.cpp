#include <gtest/gtest.h>

#include <cstdarg>
#include <cwchar>
#include <string>

#include "crt/format.h"

namespace berth::crt {
namespace {

template <typename C>
std::basic_string<C> print_list(const C* text, va_list arguments) {
    C buffer[1024];
    BufferOutput<C> out(buffer, 1023);
    const int error = format(out, text, arguments);
    *out.end() = C{};
    return error == 0 ? std::basic_string<C>(buffer) : std::basic_string<C>(1, C{'!'});
}

std::string print(const char* text, ...) {
    va_list arguments;
    va_start(arguments, text);
    std::string result = print_list(text, arguments);
    va_end(arguments);
    return result;
}

std::wstring print(const wchar_t* text, ...) {
    va_list arguments;
    va_start(arguments, text);
    std::wstring result = print_list(text, arguments);
    va_end(arguments);
    return result;
}

TEST(Format, StringsFollowTheFunction) {
    EXPECT_EQ(print("%s|%S|%hs|%ls|%ws", "a", L"b", "c", L"d", L"e"), "a|b|c|d|e");
    EXPECT_EQ(print(L"%s|%S|%hs|%ls|%ws", L"a", "b", "c", L"d", L"e"), L"a|b|c|d|e");
}

TEST(Format, CharactersFollowTheFunction) {
    EXPECT_EQ(print("%c%C%hc%lc%wc", 'a', L'b', 'c', L'd', L'e'), "abcde");
    EXPECT_EQ(print(L"%c%C%hc%lc%wc", L'a', 'b', 'c', L'd', L'e'), L"abcde");
}

TEST(Format, OtherWidthIsUtf8) {
    EXPECT_EQ(print("%S", L"\u00e9\u4e16\U0001F600"), "\u00e9\u4e16\U0001F600");
    EXPECT_EQ(print(L"%S", "\u00e9\u4e16\U0001F600"), L"\u00e9\u4e16\U0001F600");
    EXPECT_EQ(print("%C", 0x4e16), "\u4e16");
}

TEST(Format, SurrogatePairsJoin) {
    const wchar_t pair[] = {0xD83D, 0xDE00, 0};
    EXPECT_EQ(print("%S", pair), "\U0001F600");
}

TEST(Format, BytesThatAreNoUtf8BecomeReplacements) {
    EXPECT_EQ(print(L"%S", "\xff\xc3"), L"\uFFFD\uFFFD");
    EXPECT_EQ(print(L"%S", "\xe4\xb8"), L"\uFFFD");
}

TEST(Format, PrecisionLimitsStrings) {
    EXPECT_EQ(print("%.2s|%.*s|%5.1s|%-5s|", "abc", 1, "xyz", "k", "ab"), "ab|x|    k|ab   |");
    // No part of a character.
    EXPECT_EQ(print("%.2S|", L"\u4e16"), "|");
    const char open[] = {'a', 'b'};
    EXPECT_EQ(print("%.2s", open), "ab");
}

TEST(Format, NullStringsSayNull) {
    EXPECT_EQ(print("%s|%S|%8s|%.3s", nullptr, nullptr, nullptr, nullptr),
              "(null)|(null)|  (null)|(nu");
    EXPECT_EQ(print(L"%s", nullptr), L"(null)");
}

TEST(Format, IntegerSizes) {
    const unsigned long long big = 0x123456789abcdef0;
    EXPECT_EQ(print("%I64x %llx %jx %zx %tx %Ix", big, big, big, big, big, big),
              "123456789abcdef0 123456789abcdef0 123456789abcdef0 123456789abcdef0 "
              "123456789abcdef0 123456789abcdef0");
    EXPECT_EQ(print("%I32x %x %hx %hhx %lx", big, big, big, big, big),
              "9abcdef0 9abcdef0 def0 f0 9abcdef0");
    EXPECT_EQ(print("%ld %lu %I64d %hd %hhd", -1L, 0xFFFFFFFFul, -1ll, 0x18000, 0x180),
              "-1 4294967295 -1 -32768 -128");
}

TEST(Format, IntegerFields) {
    EXPECT_EQ(print("%5d|%-5d|%05d|%+d|% d|%.3d|%5.3d|%-+6d|", 42, 42, 42, 42, 42, 42, 42, 42),
              "   42|42   |00042|+42| 42|042|  042|+42   |");
    EXPECT_EQ(print("%#x %#X %#o %#x %#o %08x %#010x", 255, 255, 8, 0, 0, 0xbeef, 0xbeef),
              "0xff 0XFF 010 0 0 0000beef 0x0000beef");
    EXPECT_EQ(print("%.0d|%#.0o|%d", 0, 0, -2147483647 - 1), "|0|-2147483648");
    EXPECT_EQ(print("%I64d", static_cast<long long>(1ull << 63)), "-9223372036854775808");
    EXPECT_EQ(print("%*d|%-*d|%*d|", 4, 1, 4, 2, -4, 3), "   1|2   |3   |");
}

TEST(Format, PointersAreSixteenDigits) {
    EXPECT_EQ(print("%p %p", reinterpret_cast<void*>(0xdeadbeef), nullptr),
              "00000000DEADBEEF 0000000000000000");
    EXPECT_EQ(print("%20p|", nullptr), "    0000000000000000|");
}

TEST(Format, FloatingPoint) {
    EXPECT_EQ(print("%f %.2f %e %G %8.3f|%-8.1f|%08.2f %+.0f", 1.5, 2.345, 12345.678, 1e-10,
                    3.14159, 2.5, -3.14159, 7.0),
              "1.500000 2.35 1.234568e+04 1E-10    3.142|2.5     |-0003.14 +7");
    EXPECT_EQ(print("%a %Lf %lf", 1.0, 2.0L, 3.0), "0x1p+0 2.000000 3.000000");
    EXPECT_EQ(print("%012a|%5f|%05f", 1.0, __builtin_inf(), __builtin_inf()),
              "0x0000001p+0|  inf|  inf");
    EXPECT_EQ(print("%.300f", 1.0).size(), 302u);
}

TEST(Format, CountedStrings) {
    struct {
        unsigned short length, capacity;
        const void* text;
    } narrow = {3, 9, "abcdef"}, wide = {8, 8, L"xy"};
    EXPECT_EQ(print("%Z %wZ %hZ", &narrow, &wide, &narrow), "abc xy abc");
    EXPECT_EQ(print("%Z", nullptr), "(null)");
}

TEST(Format, PercentAndUnknownConversions) {
    EXPECT_EQ(print("100%% %y %"), "100% y ");
}

TEST(Format, WritingThroughAnArgumentIsRefused) {
    int n = 0;
    EXPECT_EQ(print("abc%n", &n), "!");
}

TEST(Format, WidthBeyondIntIsRefused) {
    EXPECT_EQ(print("%99999999999d", 1), "!");
}

}  // namespace
}  // namespace berth::crt

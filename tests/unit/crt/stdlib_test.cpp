#include <gtest/gtest.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "berth/crt_stdlib.h"
#include "invalid_handler.h"

namespace berth::crt {
namespace {

using Guard = InvalidHandlerGuard;

TEST(NumberText, BasesAndSigns) {
    char to[70];
    EXPECT_STREQ(_itoa(-42, to, 10), "-42");
    EXPECT_STREQ(_itoa(-1, to, 16), "ffffffff");
    EXPECT_STREQ(_ltoa(-1, to, 16), "ffffffff");
    EXPECT_STREQ(_ultoa(4000000000u, to, 10), "4000000000");
    EXPECT_STREQ(_i64toa(-9223372036854775807ll - 1, to, 10), "-9223372036854775808");
    EXPECT_STREQ(_ui64toa(~0ull, to, 2), std::string(64, '1').c_str());
    EXPECT_STREQ(_itoa(35, to, 36), "z");
    wchar_t wide[20];
    EXPECT_STREQ(_itow(255, wide, 16), L"ff");
}

TEST(NumberText, ChecksBufferAndBase) {
    const Guard guard;
    char to[4];
    EXPECT_EQ(_itoa_s(123, to, 10), 0);
    EXPECT_EQ(_itoa_s(1234, to, 10), ERANGE);
    EXPECT_STREQ(to, "");
    EXPECT_EQ(_itoa_s(1, to, 37), EINVAL);
    EXPECT_EQ(_itoa_s(1, nullptr, 4, 10), EINVAL);
    EXPECT_EQ(Guard::calls, 3);
}

TEST(NumberText, Parses) {
    EXPECT_EQ(_atoi64(" -9000000000x"), -9000000000ll);
    EXPECT_EQ(_wtoi(L"42abc"), 42);
    EXPECT_DOUBLE_EQ(_wtof(L"1.5"), 1.5);
    EXPECT_EQ(_strtoui64("ff", nullptr, 16), 255u);
}

TEST(ConvertString, BothWays) {
    const Guard guard;
    size_t converted = 0;
    wchar_t wide[8];
    EXPECT_EQ(mbstowcs_s(&converted, wide, "\u00e9\u4e16!", _TRUNCATE), 0);
    EXPECT_STREQ(wide, L"\u00e9\u4e16!");
    EXPECT_EQ(converted, 4u);
    char narrow[8];
    EXPECT_EQ(wcstombs_s(&converted, narrow, wide, 7), 0);
    EXPECT_STREQ(narrow, "\u00e9\u4e16!");
    EXPECT_EQ(converted, 7u);
    EXPECT_EQ(wcstombs_s(&converted, nullptr, 0, wide, 0), 0);
    EXPECT_EQ(converted, 7u);
    EXPECT_EQ(Guard::calls, 0);
    EXPECT_EQ(wcstombs_s(&converted, narrow, 5, wide, 7), ERANGE);
    EXPECT_STREQ(narrow, "");
    EXPECT_EQ(wcstombs_s(&converted, narrow, 5, wide, _TRUNCATE), STRUNCATE);
    EXPECT_STREQ(narrow, "\u00e9");
    EXPECT_EQ(Guard::calls, 1);
}

TEST(Environment, SetReadRemove) {
    const Guard guard;
    EXPECT_EQ(_putenv_s("BERTH_CRT_TEST", "some"), 0);
    size_t needed = 0;
    char to[8];
    EXPECT_EQ(getenv_s(&needed, to, "BERTH_CRT_TEST"), 0);
    EXPECT_STREQ(to, "some");
    EXPECT_EQ(needed, 5u);
    EXPECT_EQ(getenv_s(&needed, to, 3, "BERTH_CRT_TEST"), ERANGE);
    char* copy = nullptr;
    EXPECT_EQ(_dupenv_s(&copy, &needed, "BERTH_CRT_TEST"), 0);
    EXPECT_STREQ(copy, "some");
    free(copy);
    EXPECT_STREQ(_wgetenv(L"BERTH_CRT_TEST"), L"some");
    EXPECT_EQ(_putenv("BERTH_CRT_TEST="), 0);
    EXPECT_EQ(_wgetenv(L"BERTH_CRT_TEST"), nullptr);
    EXPECT_EQ(_dupenv_s(&copy, &needed, "BERTH_CRT_TEST"), 0);
    EXPECT_EQ(copy, nullptr);
    EXPECT_EQ(Guard::calls, 0);
    EXPECT_EQ(_putenv("nothing"), -1);
    EXPECT_EQ(Guard::calls, 1);
}

TEST(PathParts, SplitAndJoin) {
    char drive[_MAX_DRIVE], directory[_MAX_DIR], name[_MAX_FNAME], extension[_MAX_EXT];
    _splitpath("C:\\logs\\today.old/server.tar.gz", drive, directory, name, extension);
    EXPECT_STREQ(drive, "C:");
    EXPECT_STREQ(directory, "\\logs\\today.old/");
    EXPECT_STREQ(name, "server.tar");
    EXPECT_STREQ(extension, ".gz");
    EXPECT_EQ(_splitpath_s("a.b/name", nullptr, 0, directory, 10, name, 10, extension, 10), 0);
    EXPECT_STREQ(directory, "a.b/");
    EXPECT_STREQ(extension, "");
    char path[_MAX_PATH];
    _makepath(path, "C", "logs", "server", "txt");
    EXPECT_STREQ(path, "C:logs/server.txt");
    const Guard guard;
    EXPECT_EQ(_makepath_s(path, 5, nullptr, "logs", "server", nullptr), ERANGE);
    EXPECT_EQ(_splitpath_s("abc", nullptr, 0, nullptr, 0, name, 3, nullptr, 0), ERANGE);
}

TEST(PathParts, FullPathFoldsDots) {
    char to[_MAX_PATH];
    EXPECT_STREQ(_fullpath(to, "/a/./b\\..\\c//d", _MAX_PATH), "/a/c/d");
    EXPECT_STREQ(_fullpath(to, "/..", _MAX_PATH), "/");
    char* made = _fullpath(nullptr, "x", 0);
    ASSERT_NE(made, nullptr);
    EXPECT_EQ(made[0], '/');
    free(made);
    EXPECT_EQ(_fullpath(to, "/abc", 3), nullptr);
}

TEST(Memory, AlignedBlocks) {
    void* block = _aligned_malloc(100, 64);
    ASSERT_NE(block, nullptr);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(block) % 64, 0u);
    memset(block, 7, 100);
    block = _aligned_realloc(block, 10000, 256);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(block) % 256, 0u);
    EXPECT_EQ(static_cast<char*>(block)[99], 7);
    EXPECT_GE(_msize(block), 10000u);
    _aligned_free(block);
    const Guard guard;
    EXPECT_EQ(_aligned_malloc(10, 3), nullptr);
    EXPECT_EQ(Guard::calls, 1);
}

TEST(Sort, ContextComesFirst) {
    int values[] = {3, 1, 2, 5, 4};
    int sign = -1;
    auto compare = [](void* context, const void* a, const void* b) {
        return *static_cast<int*>(context) *
               (*static_cast<const int*>(a) - *static_cast<const int*>(b));
    };
    qsort_s(values, 5, sizeof(int), compare, &sign);
    EXPECT_EQ(values[0], 5);
    EXPECT_EQ(values[4], 1);
    const int key = 2;
    EXPECT_EQ(bsearch_s(&key, values, 5, sizeof(int), compare, &sign), &values[3]);
    const int missing = 9;
    EXPECT_EQ(bsearch_s(&missing, values, 5, sizeof(int), compare, &sign), nullptr);
}

TEST(ProgramArguments, AreThereBeforeMain) {
    ASSERT_NE(__wargv, nullptr);
    ASSERT_GT(__argc, 0);
    EXPECT_EQ(std::wstring(__wargv[0]).size(), std::string(__argv[0]).size());
    EXPECT_NE(std::string(_pgmptr).find("unit_crt"), std::string::npos);
}

TEST(ProcessState, RandomNumbersDiffer) {
    unsigned a = 0, b = 0;
    EXPECT_EQ(rand_s(&a), 0);
    EXPECT_EQ(rand_s(&b), 0);
    EXPECT_NE(a, b);
}

}  // namespace
}  // namespace berth::crt

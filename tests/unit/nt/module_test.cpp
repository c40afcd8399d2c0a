#include "libloaderapi.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "errhandlingapi.h"
#include "nt/command_line.h"
#include "processenv.h"
#include "shellapi.h"
#include "berth/winbase_memory.h"
#include "winerror.h"

namespace {

TEST(Module, WindowsLibrariesAreThisOne) {
    HMODULE own = LoadLibraryA("WS2_32.dll");
    ASSERT_NE(own, nullptr);
    EXPECT_EQ(LoadLibraryW(L"kernel32"), own);
    EXPECT_EQ(GetModuleHandleA("C:\\Windows\\System32\\ntdll.dll"), own);
    EXPECT_TRUE(FreeLibrary(own));
    EXPECT_EQ(GetProcAddress(own, "NoSuchFunctionAnywhere"), nullptr);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_PROC_NOT_FOUND});
}

TEST(Module, ASharedObjectLoadsAndHasItsFunctions) {
    HMODULE maths = LoadLibraryA("libm.so.6");
    ASSERT_NE(maths, nullptr);
    auto cosine =
        reinterpret_cast<double (*)(double)>(reinterpret_cast<void*>(GetProcAddress(maths, "cos")));
    ASSERT_NE(cosine, nullptr);
    EXPECT_EQ(cosine(0), 1.0);
    EXPECT_TRUE(FreeLibrary(maths));
}

TEST(Module, WhatIsNoModuleIsRefused) {
    EXPECT_EQ(LoadLibraryA("no-such-module.dll"), nullptr);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_MOD_NOT_FOUND});
    int local = 0;
    auto* bad = reinterpret_cast<HMODULE>(&local);
    EXPECT_EQ(GetProcAddress(bad, "x"), nullptr);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_MOD_NOT_FOUND});
    EXPECT_FALSE(FreeLibrary(bad));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
}

TEST(Module, FileNameOfTheProgram) {
    char path[4096];
    const DWORD length = GetModuleFileNameA(nullptr, path, sizeof(path));
    EXPECT_EQ(std::string(path, length), berth::nt::program_path());
    EXPECT_EQ(GetModuleFileNameA(nullptr, path, 4), 4u);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
    EXPECT_STREQ(path, berth::nt::program_path().substr(0, 3).c_str());
}

TEST(CommandLine, SplitsByMicrosoftsRules) {
    using List = std::vector<std::string>;
    using berth::nt::command_line_split;
    EXPECT_EQ(command_line_split("\"a b\\\" c"), (List{"a b\\", "c"}));
    EXPECT_EQ(command_line_split("p \"abc\" d e"), (List{"p", "abc", "d", "e"}));
    EXPECT_EQ(command_line_split("p a\\\\b d\"e f\"g h"), (List{"p", "a\\\\b", "de fg", "h"}));
    EXPECT_EQ(command_line_split("p a\\\\\\\"b c d"), (List{"p", "a\\\"b", "c", "d"}));
    EXPECT_EQ(command_line_split("p a\\\\\\\\\"b c\" d e"), (List{"p", "a\\\\b c", "d", "e"}));
    EXPECT_EQ(command_line_split("p \"\" x\\"), (List{"p", "", "x\\"}));
}

TEST(CommandLine, JoinedArgumentsSplitIntoThemselves) {
    const std::vector<std::string> arguments = {"prog",  "",     "a b",      "q\"q",     "tail\\",
                                                "t t\\", "\\\"", "\xC3\xA9", "a\\\\\"b", "\t"};
    EXPECT_EQ(berth::nt::command_line_split(berth::nt::command_line_join(arguments)), arguments);
}

TEST(CommandLine, ToArgvW) {
    int count = 0;
    LPWSTR* list = CommandLineToArgvW(L"prog \"one two\" \u00e9", &count);
    ASSERT_EQ(count, 3);
    EXPECT_STREQ(list[1], L"one two");
    EXPECT_STREQ(list[2], L"\u00e9");
    EXPECT_EQ(list[3], nullptr);
    LocalFree(list);
    EXPECT_EQ(CommandLineToArgvW(nullptr, &count), nullptr);
    EXPECT_NE(*GetCommandLineA(), 0);
    EXPECT_NE(*GetCommandLineW(), 0);
}

TEST(Environment, VariablesComeGoAndExpand) {
    char buffer[64];
    EXPECT_TRUE(SetEnvironmentVariableA("BERTH_TEST_Variable", "value"));
    EXPECT_EQ(GetEnvironmentVariableA("berth_test_VARIABLE", buffer, 64), 5u);
    EXPECT_STREQ(buffer, "value");
    EXPECT_EQ(GetEnvironmentVariableA("BERTH_TEST_Variable", buffer, 3), 6u);
    EXPECT_EQ(ExpandEnvironmentStringsA("<%BERTH_TEST_Variable%> 100% %none%", buffer, 64), 20u);
    EXPECT_STREQ(buffer, "<value> 100% %none%");
    EXPECT_TRUE(SetEnvironmentVariableW(L"BERTH_TEST_Variable", nullptr));
    EXPECT_EQ(GetEnvironmentVariableA("BERTH_TEST_Variable", buffer, 64), 0u);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_ENVVAR_NOT_FOUND});
    EXPECT_FALSE(SetEnvironmentVariableA("a=b", "x"));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    LPWCH block = GetEnvironmentStringsW();
    EXPECT_NE(wcschr(block, L'='), nullptr);
    EXPECT_TRUE(FreeEnvironmentStringsW(block));
}

TEST(LastError, IsTheThreadsOwnSlot) {
    SetLastError(4711);
    EXPECT_EQ(GetLastError(), 4711u);
}

}  // namespace

#include "nt/process_object.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "berth/sysinfo_system.h"
#include "errhandlingapi.h"
#include "fileapi.h"
#include "handleapi.h"
#include "memoryapi.h"
#include "berth/winbase_mapping.h"
#include "namedpipeapi.h"
#include "nt/command_line.h"
#include "nt/file.h"
#include "processenv.h"
#include "processthreadsapi.h"
#include "psapi.h"
#include "synchapi.h"
#include "wincrypt.h"
#include "winerror.h"

namespace {

constexpr DWORD kForever = 0xffffffff;

// Runs a command line to its end and gives its exit code.
DWORD run(std::string line, bool inherit = false, STARTUPINFOA* startup = nullptr) {
    PROCESS_INFORMATION information{};
    STARTUPINFOA plain{};
    plain.cb = sizeof(plain);
    if (!CreateProcessA(nullptr, line.data(), nullptr, nullptr, inherit, 0, nullptr, nullptr,
                        startup ? startup : &plain, &information))
        return ~DWORD{0};
    EXPECT_EQ(WaitForSingleObject(information.hProcess, kForever), 0u);
    DWORD code = 0;
    EXPECT_TRUE(GetExitCodeProcess(information.hProcess, &code));
    EXPECT_EQ(GetProcessId(information.hProcess), information.dwProcessId);
    CloseHandle(information.hThread);
    CloseHandle(information.hProcess);
    return code;
}

std::string read_all(HANDLE pipe) {
    std::string text;
    char buffer[256];
    DWORD count = 0;
    while (ReadFile(pipe, buffer, sizeof(buffer), &count, nullptr))
        text.append(buffer, count);
    return text;
}

TEST(ProcessTest, ExitCodeOfAChild) {
    EXPECT_EQ(run("sh -c \"exit 42\""), 42u);
    EXPECT_EQ(run("\\bin\\sh -c \"exit 7\""), 7u);
    EXPECT_EQ(run("sh.exe -c \"exit 0\""), 0u);
}

TEST(ProcessTest, StandardHandlesAreTheOnesGiven) {
    HANDLE reads = nullptr;
    HANDLE writes = nullptr;
    ASSERT_TRUE(CreatePipe(&reads, &writes, nullptr, 0));
    STARTUPINFOA startup{};
    startup.cb = sizeof(startup);
    startup.dwFlags = STARTF_USESTDHANDLES;
    startup.hStdOutput = writes;
    EXPECT_EQ(run("sh -c \"printf '%s|' a 'b c'; cat\"", true, &startup), 0u);
    CloseHandle(writes);
    EXPECT_EQ(read_all(reads), "a|b c|");
    CloseHandle(reads);
}

TEST(ProcessTest, EnvironmentAndFolderAreTheOnesGiven) {
    HANDLE reads = nullptr;
    HANDLE writes = nullptr;
    ASSERT_TRUE(CreatePipe(&reads, &writes, nullptr, 0));
    STARTUPINFOA startup{};
    startup.dwFlags = STARTF_USESTDHANDLES;
    startup.hStdOutput = writes;
    wchar_t environment[] = L"ONE=1\0TWO=\u00e9\0";
    std::string line = "/bin/sh -c \"echo $ONE $TWO $HOME; pwd\"";
    PROCESS_INFORMATION information{};
    ASSERT_TRUE(CreateProcessA(nullptr, line.data(), nullptr, nullptr, TRUE,
                               CREATE_UNICODE_ENVIRONMENT, environment, "C:\\usr", &startup,
                               &information));
    CloseHandle(writes);
    EXPECT_EQ(read_all(reads), "1 \xC3\xA9\n/usr\n");
    WaitForSingleObject(information.hProcess, kForever);
    CloseHandle(information.hThread);
    CloseHandle(information.hProcess);
    CloseHandle(reads);
}

TEST(ProcessTest, TerminatedProcessHasTheCodeThatWasGiven) {
    char line[] = "sleep 100";
    STARTUPINFOA startup{};
    PROCESS_INFORMATION information{};
    ASSERT_TRUE(CreateProcessA(nullptr, line, nullptr, nullptr, FALSE, 0, nullptr, nullptr,
                               &startup, &information));
    DWORD code = 0;
    EXPECT_TRUE(GetExitCodeProcess(information.hProcess, &code));
    EXPECT_EQ(code, DWORD{STILL_ACTIVE});
    HANDLE opened = OpenProcess(PROCESS_ALL_ACCESS, FALSE, information.dwProcessId);
    EXPECT_EQ(WaitForSingleObject(opened, 0), 258u);
    EXPECT_TRUE(TerminateProcess(information.hProcess, 99999));
    EXPECT_EQ(WaitForSingleObject(information.hProcess, kForever), 0u);
    EXPECT_EQ(WaitForSingleObject(opened, kForever), 0u);
    EXPECT_TRUE(GetExitCodeProcess(information.hProcess, &code));
    EXPECT_EQ(code, 99999u);
    CloseHandle(opened);
    CloseHandle(information.hThread);
    CloseHandle(information.hProcess);
}

TEST(ProcessTest, SuspendedChildBeginsWhenItIsResumed) {
    std::string line = "sh -c \"test \\\"$0\\\" = 'a $b' && exit 9\" \"a $b\"";
    STARTUPINFOA startup{};
    startup.cb = sizeof startup;
    PROCESS_INFORMATION information{};
    ASSERT_TRUE(CreateProcessA(nullptr, line.data(), nullptr, nullptr, FALSE, CREATE_SUSPENDED,
                               nullptr, nullptr, &startup, &information));
    EXPECT_EQ(WaitForSingleObject(information.hProcess, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(ResumeThread(information.hThread), 1u);
    EXPECT_EQ(ResumeThread(information.hThread), 0u);
    EXPECT_EQ(WaitForSingleObject(information.hProcess, kForever), 0u);
    DWORD code = 0;
    EXPECT_TRUE(GetExitCodeProcess(information.hProcess, &code));
    EXPECT_EQ(code, 9u);
    CloseHandle(information.hThread);
    CloseHandle(information.hProcess);
}

TEST(ProcessTest, SuspendedChildCanBeTerminated) {
    std::string line = "sh -c \"exit 1\"";
    STARTUPINFOA startup{};
    startup.cb = sizeof startup;
    PROCESS_INFORMATION information{};
    ASSERT_TRUE(CreateProcessA(nullptr, line.data(), nullptr, nullptr, FALSE, CREATE_SUSPENDED,
                               nullptr, nullptr, &startup, &information));
    EXPECT_TRUE(TerminateProcess(information.hProcess, 5));
    EXPECT_EQ(WaitForSingleObject(information.hProcess, kForever), 0u);
    DWORD code = 0;
    EXPECT_TRUE(GetExitCodeProcess(information.hProcess, &code));
    EXPECT_EQ(code, 5u);
    CloseHandle(information.hThread);
    CloseHandle(information.hProcess);
}

TEST(ProcessTest, ErrorsAreTheDocumentedOnes) {
    EXPECT_EQ(run("no-such-program-anywhere x"), ~DWORD{0});
    EXPECT_EQ(GetLastError(), DWORD{ERROR_FILE_NOT_FOUND});
    EXPECT_EQ(run(""), ~DWORD{0});
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(run("/etc/passwd"), ~DWORD{0});
    EXPECT_EQ(GetLastError(), DWORD{ERROR_ACCESS_DENIED});
    EXPECT_EQ(OpenProcess(PROCESS_ALL_ACCESS, FALSE, 0x7ffffff0), nullptr);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    DWORD code = 0;
    EXPECT_FALSE(GetExitCodeProcess(nullptr, &code));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_TRUE(GetExitCodeProcess(GetCurrentProcess(), &code));
    EXPECT_EQ(code, DWORD{STILL_ACTIVE});
    EXPECT_EQ(GetProcessId(GetCurrentProcess()), GetCurrentProcessId());
}

TEST(ProcessTest, AHandleGrantsWhatItWasOpenedFor) {
    const HANDLE asks = OpenProcess(PROCESS_QUERY_INFORMATION, FALSE, GetCurrentProcessId());
    ASSERT_NE(asks, nullptr);
    DWORD code = 0;
    EXPECT_TRUE(GetExitCodeProcess(asks, &code));
    EXPECT_EQ(GetProcessId(asks), GetCurrentProcessId());
    EXPECT_FALSE(TerminateProcess(asks, 1));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_ACCESS_DENIED});
    EXPECT_FALSE(SetPriorityClass(asks, NORMAL_PRIORITY_CLASS));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_ACCESS_DENIED});
    EXPECT_EQ(WaitForSingleObject(asks, 0), DWORD{WAIT_FAILED});
    EXPECT_EQ(GetLastError(), DWORD{ERROR_ACCESS_DENIED});
    CloseHandle(asks);
    const HANDLE waits = OpenProcess(SYNCHRONIZE, FALSE, GetCurrentProcessId());
    EXPECT_EQ(WaitForSingleObject(waits, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_FALSE(GetExitCodeProcess(waits, &code));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_ACCESS_DENIED});
    HANDLE any = nullptr;
    EXPECT_TRUE(DuplicateHandle(GetCurrentProcess(), waits, GetCurrentProcess(), &any, GENERIC_ALL,
                                FALSE, 0));
    EXPECT_TRUE(GetExitCodeProcess(any, &code));
    CloseHandle(any);
    CloseHandle(waits);
}

TEST(ProcessTest, TheFirstThreadOfAChildTellsOfItsEnd) {
    std::string line = "sh -c \"exit 3\"";
    STARTUPINFOA startup{};
    startup.cb = sizeof startup;
    PROCESS_INFORMATION information{};
    ASSERT_TRUE(CreateProcessA(nullptr, line.data(), nullptr, nullptr, FALSE, 0, nullptr, nullptr,
                               &startup, &information));
    EXPECT_EQ(GetThreadId(information.hThread), information.dwThreadId);
    EXPECT_EQ(GetProcessIdOfThread(information.hThread), information.dwProcessId);
    EXPECT_EQ(WaitForSingleObject(information.hThread, kForever), 0u);
    DWORD code = 0;
    EXPECT_TRUE(GetExitCodeThread(information.hThread, &code));
    EXPECT_EQ(code, 3u);
    CloseHandle(information.hThread);
    CloseHandle(information.hProcess);
}

// The other half of AnInheritedHandleHasItsValueInTheChild, in the child.
TEST(ProcessTest, DISABLED_Child) {
    char text[64] = {};
    ASSERT_NE(GetEnvironmentVariableA("BERTH_TEST_HANDLES", text, sizeof(text)), 0u);
    uintptr_t mapping = 0;
    uintptr_t pipe = 0;
    ASSERT_EQ(sscanf(text, "%lx %lx", &mapping, &pipe), 2);
    void* view = MapViewOfFile(reinterpret_cast<HANDLE>(mapping), FILE_MAP_WRITE, 0, 0, 0);
    ASSERT_NE(view, nullptr);
    strcpy(static_cast<char*>(view), "written by the child");
    UnmapViewOfFile(view);
    DWORD count = 0;
    EXPECT_TRUE(WriteFile(reinterpret_cast<HANDLE>(pipe), "piped", 5, &count, nullptr));
}

TEST(ProcessTest, AnInheritedHandleHasItsValueInTheChild) {
    SECURITY_ATTRIBUTES inherit{sizeof(inherit), nullptr, TRUE};
    HANDLE mapping = CreateFileMappingA(berth::nt::kInvalidHandle, &inherit, PAGE_READWRITE, 0,
                                        4096, "Local\\berth-test-inherit");
    HANDLE reads = nullptr;
    HANDLE writes = nullptr;
    ASSERT_TRUE(CreatePipe(&reads, &writes, &inherit, 0));
    ASSERT_TRUE(SetHandleInformation(reads, 1, 0));
    char text[64];
    snprintf(text, sizeof(text), "%lx %lx", reinterpret_cast<uintptr_t>(mapping),
             reinterpret_cast<uintptr_t>(writes));
    SetEnvironmentVariableA("BERTH_TEST_HANDLES", text);
    EXPECT_EQ(run("\"" + berth::nt::program_path() +
                      "\" --gtest_also_run_disabled_tests --gtest_filter=ProcessTest.DISABLED_Child"
                      " --gtest_brief=1",
                  true),
              0u);
    SetEnvironmentVariableA("BERTH_TEST_HANDLES", nullptr);
    CloseHandle(writes);
    EXPECT_EQ(read_all(reads), "piped");
    auto* view = static_cast<char*>(MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, 0));
    EXPECT_STREQ(view, "written by the child");
    UnmapViewOfFile(view);
    CloseHandle(mapping);
    CloseHandle(reads);
}

TEST(ProcessTest, WhatItUses) {
    FILETIME created;
    FILETIME ended;
    FILETIME kernel;
    FILETIME user;
    EXPECT_TRUE(GetProcessTimes(GetCurrentProcess(), &created, &ended, &kernel, &user));
    PROCESS_MEMORY_COUNTERS counters{};
    EXPECT_TRUE(GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof(counters)));
    EXPECT_GT(counters.WorkingSetSize, 0u);
    DWORD_PTR own = 0;
    DWORD_PTR machine = 0;
    EXPECT_TRUE(GetProcessAffinityMask(GetCurrentProcess(), &own, &machine));
    EXPECT_NE(own, 0u);
    EXPECT_EQ(own & ~machine, 0u);
    MEMORYSTATUSEX status{};
    EXPECT_FALSE(GlobalMemoryStatusEx(&status));
    status.dwLength = sizeof(status);
    EXPECT_TRUE(GlobalMemoryStatusEx(&status));
    EXPECT_GT(status.ullTotalPhys, status.ullAvailPhys);
}

TEST(SystemInfo, NamesFollowTheSizeProtocol) {
    char buffer[256];
    DWORD size = 0;
    EXPECT_FALSE(GetComputerNameA(buffer, &size));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_BUFFER_OVERFLOW});
    EXPECT_GT(size, 1u);
    EXPECT_TRUE(GetComputerNameA(buffer, &size));
    EXPECT_EQ(strlen(buffer), size);
    size = 0;
    EXPECT_FALSE(GetUserNameA(buffer, &size));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
    EXPECT_TRUE(GetUserNameA(buffer, &size));
    EXPECT_EQ(strlen(buffer) + 1, size);
}

TEST(SystemInfo, RandomBytesDiffer) {
    HCRYPTPROV provider = 0;
    ASSERT_TRUE(
        CryptAcquireContextA(&provider, nullptr, nullptr, PROV_RSA_FULL, CRYPT_VERIFYCONTEXT));
    BYTE one[32] = {};
    BYTE two[32] = {};
    EXPECT_TRUE(CryptGenRandom(provider, 32, one));
    EXPECT_TRUE(CryptGenRandom(provider, 32, two));
    EXPECT_NE(memcmp(one, two, 32), 0);
    EXPECT_TRUE(CryptReleaseContext(provider, 0));
    EXPECT_FALSE(CryptGenRandom(0, 1, one));
}

}  // namespace

#include "memoryapi.h"

#include <gtest/gtest.h>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cstring>
#include <fstream>
#include <string>

#include "berth/winbase_file.h"
#include "berth/winbase_mapping.h"
#include "berth/winbase_memory.h"
#include "fileapi.h"
#include "handleapi.h"
#include "nt/file.h"
#include "nt/last_error.h"
#include "winerror.h"

namespace {

using berth::nt::kInvalidHandle;
using berth::nt::last_error_get;

std::string unique_name(const char* what) {
    return "Local\\berth-test-" + std::string(what) + "-" + std::to_string(getpid());
}

TEST(FileMapping, AnonymousMemoryIsZeroAndShared) {
    HANDLE mapping =
        CreateFileMappingA(kInvalidHandle, nullptr, PAGE_READWRITE, 0, 100'000, nullptr);
    ASSERT_NE(mapping, nullptr);
    auto* one = static_cast<char*>(MapViewOfFile(mapping, FILE_MAP_ALL_ACCESS, 0, 0, 0));
    auto* two = static_cast<char*>(MapViewOfFile(mapping, FILE_MAP_READ, 0, 65536, 100));
    ASSERT_NE(one, nullptr);
    ASSERT_NE(two, nullptr);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(one) % 65536, 0u);
    EXPECT_EQ(one[99'999], 0);
    one[65536 + 7] = 'x';
    EXPECT_EQ(two[7], 'x');
    CloseHandle(mapping);
    EXPECT_EQ(two[7], 'x');
    EXPECT_TRUE(UnmapViewOfFile(one));
    EXPECT_TRUE(UnmapViewOfFile(two));
    EXPECT_FALSE(UnmapViewOfFile(two));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_ADDRESS});
}

TEST(FileMapping, ANameIsFoundAgainUntilTheLastHandleCloses) {
    const std::string name = unique_name("name");
    HANDLE first =
        CreateFileMappingA(kInvalidHandle, nullptr, PAGE_READWRITE, 0, 4096, name.c_str());
    ASSERT_NE(first, nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_SUCCESS});
    HANDLE second =
        CreateFileMappingA(kInvalidHandle, nullptr, PAGE_READWRITE, 0, 4096, name.c_str());
    EXPECT_EQ(last_error_get(), DWORD{ERROR_ALREADY_EXISTS});
    HANDLE third = OpenFileMappingA(FILE_MAP_READ, FALSE, name.c_str());
    auto* view = static_cast<char*>(MapViewOfFile(first, FILE_MAP_WRITE, 0, 0, 0));
    auto* other = static_cast<char*>(MapViewOfFile(third, FILE_MAP_READ, 0, 0, 0));
    strcpy(view, "shared");
    EXPECT_STREQ(other, "shared");
    CloseHandle(first);
    CloseHandle(second);
    CloseHandle(third);
    EXPECT_EQ(OpenFileMappingA(FILE_MAP_READ, FALSE, name.c_str()), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_FILE_NOT_FOUND});
    UnmapViewOfFile(view);
    UnmapViewOfFile(other);
}

TEST(FileMapping, ANameReachesAnotherProcess) {
    const std::string name = unique_name("process");
    HANDLE mapping =
        CreateFileMappingA(kInvalidHandle, nullptr, PAGE_READWRITE, 0, 4096, name.c_str());
    auto* view = static_cast<char*>(MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0));
    const pid_t child = fork();
    if (child == 0) {
        HANDLE opened = OpenFileMappingA(FILE_MAP_WRITE, FALSE, name.c_str());
        auto* there = static_cast<char*>(MapViewOfFile(opened, FILE_MAP_WRITE, 0, 0, 0));
        if (there)
            strcpy(there, "from the child");
        _exit(there ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    EXPECT_STREQ(view, "from the child");
    UnmapViewOfFile(view);
    CloseHandle(mapping);
}

TEST(FileMapping, WhatADeadProcessLeftBehindIsNotFound) {
    const std::string name = unique_name("stale");
    const pid_t child = fork();
    if (child == 0) {
        const HANDLE made =
            CreateFileMappingA(kInvalidHandle, nullptr, PAGE_READWRITE, 0, 4096, name.c_str());
        _exit(made ? 0 : 1);  // no handle is closed
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    EXPECT_EQ(OpenFileMappingA(FILE_MAP_READ, FALSE, name.c_str()), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_FILE_NOT_FOUND});
}

TEST(FileMapping, AFileIsReadAndWrittenThroughItsView) {
    char path[] = "/tmp/berth-mapping-XXXXXX";
    close(mkstemp(path));
    std::ofstream(path) << "file content";
    HANDLE file =
        CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr);
    HANDLE mapping = CreateFileMappingW(file, nullptr, PAGE_READWRITE, 0, 0, nullptr);
    ASSERT_NE(mapping, nullptr);
    auto* view = static_cast<char*>(MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0));
    EXPECT_EQ(std::string(view, 12), "file content");
    view[0] = 'F';
    EXPECT_TRUE(FlushViewOfFile(view, 0));
    auto* copy = static_cast<char*>(MapViewOfFile(mapping, FILE_MAP_COPY, 0, 0, 0));
    copy[1] = '?';
    EXPECT_EQ(view[1], 'i');
    UnmapViewOfFile(copy);
    UnmapViewOfFile(view);
    CloseHandle(mapping);
    CloseHandle(file);
    std::string text;
    std::getline(std::ifstream(path), text);
    EXPECT_EQ(text, "File content");
    unlink(path);
}

TEST(FileMapping, ALargerMappingExtendsTheFile) {
    char path[] = "/tmp/berth-mapping-XXXXXX";
    close(mkstemp(path));
    HANDLE file =
        CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr);
    EXPECT_EQ(CreateFileMappingA(file, nullptr, PAGE_READWRITE, 0, 0, nullptr), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_FILE_INVALID});
    EXPECT_EQ(CreateFileMappingA(file, nullptr, PAGE_READONLY, 0, 10, nullptr), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_NOT_ENOUGH_MEMORY});
    HANDLE mapping = CreateFileMappingA(file, nullptr, PAGE_READWRITE, 0, 5000, nullptr);
    EXPECT_NE(mapping, nullptr);
    EXPECT_EQ(GetFileSize(file, nullptr), 5000u);
    CloseHandle(mapping);
    CloseHandle(file);
    unlink(path);
}

TEST(FileMapping, BadArgumentsGiveTheDocumentedErrors) {
    EXPECT_EQ(CreateFileMappingA(kInvalidHandle, nullptr, PAGE_READWRITE, 0, 0, nullptr), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(CreateFileMappingA(kInvalidHandle, nullptr, 77, 0, 10, nullptr), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(CreateFileMappingA(nullptr, nullptr, PAGE_READWRITE, 0, 10, nullptr), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
    HANDLE mapping = CreateFileMappingA(kInvalidHandle, nullptr, PAGE_READONLY, 0, 4096, nullptr);
    EXPECT_EQ(MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_ACCESS_DENIED});
    EXPECT_EQ(MapViewOfFile(mapping, FILE_MAP_READ, 0, 100, 0), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_MAPPED_ALIGNMENT});
    EXPECT_EQ(MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, 1 << 20), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_ACCESS_DENIED});
    CloseHandle(mapping);
    EXPECT_EQ(MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, 0), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
}

TEST(VirtualMemory, ReservesCommitsProtectsAndFrees) {
    auto* base = static_cast<char*>(VirtualAlloc(nullptr, 1 << 20, MEM_RESERVE, PAGE_NOACCESS));
    ASSERT_NE(base, nullptr);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(base) % 65536, 0u);
    EXPECT_EQ(VirtualAlloc(base + 8192, 100, MEM_COMMIT, PAGE_READWRITE), base + 8192);
    base[8192] = 1;
    MEMORY_BASIC_INFORMATION information{};
    EXPECT_EQ(VirtualQuery(base + 8200, &information, sizeof(information)), sizeof(information));
    EXPECT_EQ(information.State, DWORD{MEM_COMMIT});
    EXPECT_EQ(information.AllocationBase, base);
    EXPECT_EQ(information.RegionSize, 4096u);
    EXPECT_EQ(information.Protect, DWORD{PAGE_READWRITE});
    DWORD old = 0;
    EXPECT_TRUE(VirtualProtect(base + 8192, 1, PAGE_READONLY, &old));
    EXPECT_EQ(old, DWORD{PAGE_READWRITE});
    EXPECT_FALSE(VirtualProtect(base, 1, PAGE_READONLY, &old));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_ADDRESS});
    EXPECT_TRUE(VirtualFree(base + 8192, 4096, MEM_DECOMMIT));
    VirtualQuery(base + 8192, &information, sizeof(information));
    EXPECT_EQ(information.State, DWORD{MEM_RESERVE});
    EXPECT_FALSE(VirtualFree(base, 1, MEM_RELEASE));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_TRUE(VirtualFree(base, 0, MEM_RELEASE));
    EXPECT_FALSE(VirtualFree(base, 0, MEM_RELEASE));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_ADDRESS});
}

TEST(VirtualMemory, CommittedMemoryIsZeroAgainAfterDecommit) {
    auto* base =
        static_cast<char*>(VirtualAlloc(nullptr, 65536, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE));
    base[0] = 7;
    EXPECT_TRUE(VirtualFree(base, 0, MEM_DECOMMIT));
    EXPECT_EQ(VirtualAlloc(base, 65536, MEM_COMMIT, PAGE_READWRITE), base);
    EXPECT_EQ(base[0], 0);
    EXPECT_TRUE(VirtualFree(base, 0, MEM_RELEASE));
}

TEST(VirtualMemory, BadArgumentsGiveTheDocumentedErrors) {
    EXPECT_EQ(VirtualAlloc(nullptr, 0, MEM_COMMIT, PAGE_READWRITE), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(VirtualAlloc(nullptr, 1, MEM_COMMIT, 0), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(VirtualAlloc(nullptr, ~SIZE_T{0}, MEM_RESERVE, PAGE_READWRITE), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_NOT_ENOUGH_MEMORY});
    EXPECT_EQ(VirtualQuery(nullptr, nullptr, 0), 0u);
}

TEST(BadPointer, IsToldFromAGoodOne) {
    char text[] = "text";
    static const char constant[] = "constant";
    auto* page = static_cast<char*>(
        mmap(nullptr, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    mprotect(page + 4096, 4096, PROT_NONE);
    EXPECT_FALSE(IsBadReadPtr(text, sizeof(text)));
    EXPECT_FALSE(IsBadWritePtr(text, sizeof(text)));
    EXPECT_FALSE(IsBadReadPtr(page, 4096));
    EXPECT_TRUE(IsBadReadPtr(page, 4097));
    EXPECT_TRUE(IsBadWritePtr(page, 4097));
    EXPECT_TRUE(IsBadWritePtr(const_cast<char*>(constant), 1));
    EXPECT_TRUE(IsBadReadPtr(nullptr, 1));
    EXPECT_FALSE(IsBadReadPtr(nullptr, 0));
    EXPECT_TRUE(IsBadReadPtr(reinterpret_cast<void*>(~uintptr_t{0} - 2), 100));
    EXPECT_FALSE(IsBadStringPtrA(text, ~UINT_PTR{0}));
    memset(page, 'x', 4096);
    EXPECT_TRUE(IsBadStringPtrA(page, 5000));
    EXPECT_FALSE(IsBadStringPtrA(page, 4096));
    munmap(page, 8192);
}

}  // namespace

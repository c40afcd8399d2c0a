#include "heapapi.h"

#include <unistd.h>

#include <gtest/gtest.h>

#include <cstring>

#include "berth/winbase_memory.h"
#include "handleapi.h"
#include "memoryapi.h"
#include "nt/last_error.h"
#include "nt/memory_probe.h"
#include "winbase.h"
#include "processthreadsapi.h"
#include "winerror.h"

namespace {

using berth::nt::last_error_get;

bool all_zero(const void* memory, size_t size) {
    const auto* bytes = static_cast<const unsigned char*>(memory);
    for (size_t index = 0; index < size; ++index)
        if (bytes[index] != 0)
            return false;
    return true;
}

TEST(Heap, ProcessHeapAllocatesGrowsAndFrees) {
    HANDLE heap = GetProcessHeap();
    void* block = HeapAlloc(heap, HEAP_ZERO_MEMORY, 10);
    ASSERT_NE(block, nullptr);
    EXPECT_TRUE(all_zero(block, 10));
    EXPECT_GE(HeapSize(heap, 0, block), 10u);
    EXPECT_TRUE(HeapFree(heap, 0, block));
    EXPECT_TRUE(HeapFree(heap, 0, nullptr));
}

TEST(Heap, GrownPartIsZeroOnRequest) {
    HANDLE heap = GetProcessHeap();
    for (size_t size = 1; size < 64; ++size) {
        auto* block = static_cast<char*>(HeapAlloc(heap, 0, size));
        memset(block, 0xAA, size);
        block = static_cast<char*>(HeapReAlloc(heap, HEAP_ZERO_MEMORY, block, size + 200));
        EXPECT_TRUE(all_zero(block + size, 200)) << size;
        HeapFree(heap, 0, block);
    }
}

TEST(Heap, DestroyFreesEveryBlock) {
    HANDLE heap = HeapCreate(0, 0, 0);
    ASSERT_NE(heap, nullptr);
    for (int index = 0; index < 10; ++index)
        EXPECT_NE(HeapAlloc(heap, 0, 1000), nullptr);
    EXPECT_TRUE(HeapDestroy(heap));
    EXPECT_FALSE(HeapDestroy(heap));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
}

TEST(Heap, AHeapWithALimitRefusesMore) {
    HANDLE heap = HeapCreate(0, 0, 4096);
    EXPECT_EQ(HeapAlloc(heap, 0, 5000), nullptr);
    void* block = HeapAlloc(heap, 0, 3000);
    EXPECT_NE(block, nullptr);
    EXPECT_EQ(HeapAlloc(heap, 0, 3000), nullptr);
    EXPECT_TRUE(HeapFree(heap, 0, block));
    EXPECT_NE(HeapAlloc(heap, 0, 3000), nullptr);
    EXPECT_TRUE(HeapDestroy(heap));
}

TEST(Heap, AForeignBlockIsRefused) {
    HANDLE heap = HeapCreate(0, 0, 0);
    int local = 0;
    EXPECT_FALSE(HeapFree(heap, 0, &local));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(HeapReAlloc(heap, 0, &local, 8), nullptr);
    EXPECT_EQ(HeapSize(heap, 0, &local), ~SIZE_T{0});
    EXPECT_FALSE(HeapValidate(heap, 0, &local));
    EXPECT_TRUE(HeapValidate(heap, 0, nullptr));
    HeapDestroy(heap);
}

TEST(Heap, ResizeMovesTheBlockInItsHeap) {
    HANDLE heap = HeapCreate(0, 0, 0);
    auto* block = static_cast<char*>(HeapAlloc(heap, 0, 8));
    memcpy(block, "payload", 8);
    block = static_cast<char*>(HeapReAlloc(heap, 0, block, 1 << 20));
    ASSERT_NE(block, nullptr);
    EXPECT_STREQ(block, "payload");
    EXPECT_TRUE(HeapFree(heap, 0, block));
    HeapDestroy(heap);
}

TEST(Heap, BadHeapsAndHugeSizesFail) {
    volatile SIZE_T huge = ~SIZE_T{0} - 4096;
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // they end the process instead
    EXPECT_EQ(HeapAlloc(GetProcessHeap(), 0, huge), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_NOT_ENOUGH_MEMORY});
#endif
    EXPECT_EQ(HeapAlloc(nullptr, 0, huge), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_FALSE(HeapFree(reinterpret_cast<HANDLE>(uintptr_t{12}), 0, nullptr));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
}

TEST(LocalBlock, FixedBlocksHandleIsItsAddress) {
    HLOCAL block = LocalAlloc(LPTR, 16);
    ASSERT_NE(block, nullptr);
    EXPECT_EQ(LocalLock(block), block);
    EXPECT_TRUE(all_zero(block, 16));
    EXPECT_EQ(LocalFree(block), nullptr);
    EXPECT_EQ(LocalFree(nullptr), nullptr);
}

TEST(LocalBlock, MovableBlockCountsItsLocks) {
    HGLOBAL block = GlobalAlloc(GHND, 100);
    ASSERT_NE(block, nullptr);
    void* address = GlobalLock(block);
    ASSERT_NE(address, nullptr);
    EXPECT_NE(address, block);
    EXPECT_EQ(GlobalHandle(address), block);
    EXPECT_EQ(GlobalSize(block), 100u);
    GlobalLock(block);
    EXPECT_EQ(GlobalFlags(block) & GMEM_LOCKCOUNT, 2u);
    EXPECT_TRUE(GlobalUnlock(block));
    EXPECT_FALSE(GlobalUnlock(block));
    EXPECT_EQ(last_error_get(), DWORD{NO_ERROR});
    EXPECT_FALSE(GlobalUnlock(block));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_NOT_LOCKED});
    EXPECT_EQ(GlobalFree(block), nullptr);
}

TEST(LocalBlock, MovableBlockGrowsAndIsDiscarded) {
    HLOCAL block = LocalAlloc(LHND, 4);
    memcpy(LocalLock(block), "abc", 4);
    LocalUnlock(block);
    EXPECT_EQ(LocalReAlloc(block, 4000, LMEM_MOVEABLE | LMEM_ZEROINIT), block);
    auto* text = static_cast<char*>(LocalLock(block));
    EXPECT_STREQ(text, "abc");
    EXPECT_TRUE(all_zero(text + 4, 3996));
    LocalUnlock(block);
    EXPECT_EQ(LocalDiscard(block), block);
    EXPECT_EQ(LocalLock(block), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_DISCARDED});
    LocalFree(block);
}

TEST(MemoryProbe, MemoryThatWasGivenBackIsNotMappedThoughItWasAskedOfBefore) {
    void* pages = VirtualAlloc(nullptr, 8192, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    ASSERT_TRUE(pages);
    for (int times = 0; times < 2; ++times)
        EXPECT_TRUE(berth::nt::memory_is_mapped(pages, 16));
    EXPECT_TRUE(berth::nt::memory_is_mapped(static_cast<char*>(pages) + 4090, 16));
    ASSERT_TRUE(VirtualFree(pages, 0, MEM_RELEASE));
    EXPECT_FALSE(berth::nt::memory_is_mapped(pages, 16));
    const HANDLE file =
        CreateFileMappingA(INVALID_HANDLE_VALUE, nullptr, PAGE_READWRITE, 0, 4096, nullptr);
    void* view = MapViewOfFile(file, FILE_MAP_WRITE, 0, 0, 0);
    ASSERT_TRUE(view);
    EXPECT_TRUE(berth::nt::memory_is_mapped(view, 16));
    ASSERT_TRUE(UnmapViewOfFile(view));
    EXPECT_FALSE(berth::nt::memory_is_mapped(view, 16));
    CloseHandle(file);
}

TEST(Memory, TheOwnProcessByItsHandle) {
    void* pages = VirtualAllocEx(GetCurrentProcess(), nullptr, 1 << 20, MEM_COMMIT | MEM_RESERVE,
                                 PAGE_READWRITE);
    ASSERT_NE(pages, nullptr);
    static_cast<char*>(pages)[(1 << 20) - 1] = 1;
    EXPECT_TRUE(VirtualFreeEx(GetCurrentProcess(), pages, 0, MEM_RELEASE));
    EXPECT_FALSE(VirtualFreeEx(GetCurrentProcess(), pages, 0, MEM_RELEASE));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_ADDRESS});
    EXPECT_EQ(VirtualAllocExNuma(nullptr, nullptr, 1, MEM_COMMIT, PAGE_READWRITE, 0), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
    HANDLE parent = OpenProcess(PROCESS_ALL_ACCESS, FALSE, static_cast<DWORD>(getppid()));
    if (parent) {  // not where it is in another namespace
        EXPECT_EQ(VirtualAllocEx(parent, nullptr, 1, MEM_COMMIT, PAGE_READWRITE), nullptr);
        EXPECT_EQ(last_error_get(), DWORD{ERROR_ACCESS_DENIED});
        CloseHandle(parent);
    }
}

}  // namespace

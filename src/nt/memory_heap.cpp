// Heaps. The process heap is malloc and nothing else; a heap of the program's own also remembers
// its blocks, because HeapDestroy frees them and a limit counts them.
#include <malloc.h>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include "heapapi.h"
#include "nt/api.h"
#include "nt/lasting.h"

using namespace berth::nt;

namespace {

struct Heap {
    std::recursive_mutex lock;  // HeapLock holds it across calls
    std::unordered_set<void*> blocks;
    size_t limit = 0;
    size_t used = 0;

    ~Heap() {
        for (void* block : blocks)
            free(block);
    }
};

char process_heap;  // only its address counts: the process heap's handle

struct HeapTable {
    std::mutex lock;
    std::unordered_map<void*, std::shared_ptr<Heap>> heaps;
};

// Never destroyed: static destructors of the program may still free blocks.
HeapTable& heap_table() {
    static Lasting<HeapTable> lasting;
    HeapTable& table = lasting.get();
    return table;
}

std::shared_ptr<Heap> heap_find(HANDLE handle) {
    HeapTable& table = heap_table();
    const std::lock_guard<std::mutex> guard(table.lock);
    const auto found = table.heaps.find(handle);
    return found == table.heaps.end() ? nullptr : found->second;
}

bool heap_is_process(HANDLE handle) {
    return handle == &process_heap;
}

// What malloc gave beyond the size asked for is kept zero, so that a block that grows with
// HEAP_ZERO_MEMORY shows zeroes in all of its new part.
void* slack_clear(void* block, size_t size) {
    if (block) {
        const size_t room = malloc_usable_size(block);
        if (room > size)
            memset(static_cast<char*>(block) + size, 0, room - size);
    }
    return block;
}

void* block_allocate(DWORD flags, size_t size) {
    const size_t asked = size ? size : 1;
    return slack_clear(flags & HEAP_ZERO_MEMORY ? calloc(1, asked) : malloc(asked), size);
}

void* block_resize(DWORD flags, void* block, size_t size) {
    const size_t before = malloc_usable_size(block);
    if (flags & HEAP_REALLOC_IN_PLACE_ONLY)
        return size <= before ? slack_clear(block, size) : nullptr;
    void* moved = realloc(block, size ? size : 1);
    if (moved && (flags & HEAP_ZERO_MEMORY) && size > before)
        memset(static_cast<char*>(moved) + before, 0, size - before);
    return slack_clear(moved, size);
}

// No exception can be raised here; a program that asked for one does not check for NULL.
void* checked(DWORD flags, void* block) {
    if (block)
        return block;
    if (flags & HEAP_GENERATE_EXCEPTIONS) {
        fputs("berth: out of memory in a heap made with HEAP_GENERATE_EXCEPTIONS\n", stderr);
        abort();
    }
    return api_fail<void*>(ERROR_NOT_ENOUGH_MEMORY, nullptr);
}

void* heap_allocate(Heap& heap, DWORD flags, size_t size) {
    const std::lock_guard<std::recursive_mutex> guard(heap.lock);
    if (heap.limit != 0 && (size > heap.limit || heap.used > heap.limit - size))
        return checked(flags, nullptr);
    std::unique_ptr<void, decltype(&free)> block(block_allocate(flags, size), free);
    if (block) {
        heap.blocks.insert(block.get());
        heap.used += malloc_usable_size(block.get());
    }
    return checked(flags, block.release());
}

void* heap_resize(Heap& heap, DWORD flags, void* block, size_t size) {
    const std::lock_guard<std::recursive_mutex> guard(heap.lock);
    const auto found = heap.blocks.find(block);
    if (found == heap.blocks.end())
        return api_fail<void*>(ERROR_INVALID_PARAMETER, nullptr);
    const size_t before = malloc_usable_size(block);
    if (heap.limit != 0 && size > before && heap.used - before + size > heap.limit)
        return checked(flags, nullptr);
    auto node = heap.blocks.extract(found);  // the node moves with the block: nothing left to fail
    void* moved = block_resize(flags, block, size);
    if (moved) {
        node.value() = moved;
        heap.used += malloc_usable_size(moved) - before;
    }
    heap.blocks.insert(std::move(node));
    return checked(flags, moved);
}

}  // namespace

extern "C" {

HANDLE WINAPI HeapCreate(DWORD, SIZE_T initial, SIZE_T limit) {
    return api_call<HANDLE>(nullptr, [&]() -> HANDLE {
        if (limit != 0 && initial > limit)
            return api_fail<HANDLE>(ERROR_INVALID_PARAMETER, nullptr);
        auto heap = std::make_shared<Heap>();
        heap->limit = limit;
        HANDLE handle = heap.get();
        HeapTable& table = heap_table();
        const std::lock_guard<std::mutex> guard(table.lock);
        table.heaps.emplace(handle, std::move(heap));
        return handle;
    });
}

BOOL WINAPI HeapDestroy(HANDLE handle) {
    std::shared_ptr<Heap> heap;
    HeapTable& table = heap_table();
    const std::lock_guard<std::mutex> guard(table.lock);
    const auto found = table.heaps.find(handle);
    if (found == table.heaps.end())
        return api_fail(ERROR_INVALID_HANDLE, FALSE);
    heap = std::move(found->second);
    table.heaps.erase(found);
    return TRUE;
}

LPVOID WINAPI HeapAlloc(HANDLE handle, DWORD flags, SIZE_T size) {
    if (heap_is_process(handle)) [[likely]]
        return checked(flags, block_allocate(flags, size));
    return api_call<LPVOID>(nullptr, [&]() -> LPVOID {
        const std::shared_ptr<Heap> heap = heap_find(handle);
        return heap ? heap_allocate(*heap, flags, size)
                    : api_fail<LPVOID>(ERROR_INVALID_HANDLE, nullptr);
    });
}

LPVOID WINAPI HeapReAlloc(HANDLE handle, DWORD flags, LPVOID block, SIZE_T size) {
    if (!block)
        return api_fail<LPVOID>(ERROR_INVALID_PARAMETER, nullptr);
    if (heap_is_process(handle))
        return checked(flags, block_resize(flags, block, size));
    return api_call<LPVOID>(nullptr, [&]() -> LPVOID {
        const std::shared_ptr<Heap> heap = heap_find(handle);
        return heap ? heap_resize(*heap, flags, block, size)
                    : api_fail<LPVOID>(ERROR_INVALID_HANDLE, nullptr);
    });
}

BOOL WINAPI HeapFree(HANDLE handle, DWORD, LPVOID block) {
    if (heap_is_process(handle)) [[likely]] {
        free(block);
        return TRUE;
    }
    return api_bool([&]() -> DWORD {
        const std::shared_ptr<Heap> heap = heap_find(handle);
        if (!heap)
            return ERROR_INVALID_HANDLE;
        if (!block)
            return 0;
        const std::lock_guard<std::recursive_mutex> guard(heap->lock);
        if (heap->blocks.erase(block) == 0)
            return ERROR_INVALID_PARAMETER;
        heap->used -= malloc_usable_size(block);
        free(block);
        return 0;
    });
}

SIZE_T WINAPI HeapSize(HANDLE handle, DWORD, LPCVOID block) {
    constexpr auto kFailed = ~SIZE_T{0};
    if (!block)
        return api_fail(ERROR_INVALID_PARAMETER, kFailed);
    auto* memory = const_cast<void*>(block);
    if (heap_is_process(handle))
        return malloc_usable_size(memory);
    const std::shared_ptr<Heap> heap = heap_find(handle);
    if (!heap)
        return api_fail(ERROR_INVALID_HANDLE, kFailed);
    const std::lock_guard<std::recursive_mutex> guard(heap->lock);
    return heap->blocks.count(memory) ? malloc_usable_size(memory)
                                      : api_fail(ERROR_INVALID_PARAMETER, kFailed);
}

BOOL WINAPI HeapValidate(HANDLE handle, DWORD, LPCVOID block) {
    if (heap_is_process(handle))
        return TRUE;
    const std::shared_ptr<Heap> heap = heap_find(handle);
    if (!heap)
        return FALSE;
    const std::lock_guard<std::recursive_mutex> guard(heap->lock);
    return !block || heap->blocks.count(const_cast<void*>(block)) != 0;
}

SIZE_T WINAPI HeapCompact(HANDLE handle, DWORD) {
    if (!heap_is_process(handle) && !heap_find(handle))
        return api_fail<SIZE_T>(ERROR_INVALID_HANDLE, 0);
    malloc_trim(0);
    return static_cast<SIZE_T>(mallinfo2().fordblks);
}

BOOL WINAPI HeapLock(HANDLE handle) {
    if (heap_is_process(handle))
        return TRUE;  // malloc has its own locks and no list that could be walked
    const std::shared_ptr<Heap> heap = heap_find(handle);
    if (!heap)
        return api_fail(ERROR_INVALID_HANDLE, FALSE);
    heap->lock.lock();
    return TRUE;
}

BOOL WINAPI HeapUnlock(HANDLE handle) {
    if (heap_is_process(handle))
        return TRUE;
    const std::shared_ptr<Heap> heap = heap_find(handle);
    if (!heap)
        return api_fail(ERROR_INVALID_HANDLE, FALSE);
    heap->lock.unlock();
    return TRUE;
}

BOOL WINAPI HeapSetInformation(HANDLE handle, HEAP_INFORMATION_CLASS kind, PVOID, SIZE_T) {
    if (handle && !heap_is_process(handle) && !heap_find(handle))
        return api_fail(ERROR_INVALID_HANDLE, FALSE);
    if (kind != HeapCompatibilityInformation && kind != HeapEnableTerminationOnCorruption)
        return api_fail(ERROR_INVALID_PARAMETER, FALSE);
    return TRUE;
}

BOOL WINAPI HeapQueryInformation(HANDLE handle, HEAP_INFORMATION_CLASS kind, PVOID information,
                                 SIZE_T size, PSIZE_T needed) {
    if (!heap_is_process(handle) && !heap_find(handle))
        return api_fail(ERROR_INVALID_HANDLE, FALSE);
    if (kind != HeapCompatibilityInformation)
        return api_fail(ERROR_INVALID_PARAMETER, FALSE);
    if (needed)
        *needed = sizeof(ULONG);
    if (!information || size < sizeof(ULONG))
        return api_fail(ERROR_INSUFFICIENT_BUFFER, FALSE);
    const ULONG low_fragmentation = 2;
    memcpy(information, &low_fragmentation, sizeof(low_fragmentation));
    return TRUE;
}

HANDLE WINAPI GetProcessHeap(void) {
    return &process_heap;
}

}  // extern "C"

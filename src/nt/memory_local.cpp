// Local and Global blocks: one implementation, as on Windows. A fixed block is malloc's; a movable
// one has an entry here, whose address is the handle.
#include <malloc.h>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <unordered_map>

#include "berth/winbase_memory.h"
#include "nt/api.h"
#include "nt/lasting.h"

using namespace berth::nt;

namespace {

struct MovableBlock {
    void* memory = nullptr;  // null: discarded, or empty from the start
    size_t size = 0;
    unsigned locks = 0;
};

struct MovableTable {
    std::mutex lock;
    std::atomic<size_t> count = 0;  // zero in most programs: nothing to look up
    std::unordered_map<void*, MovableBlock> blocks;

    MovableBlock* find(HLOCAL handle) {  // with the lock held
        const auto found = blocks.find(handle);
        return found == blocks.end() ? nullptr : &found->second;
    }
};

MovableTable& movable_table() {
    static Lasting<MovableTable> lasting;
    MovableTable& table = lasting.get();
    return table;
}

void* memory_allocate(UINT flags, size_t size) {
    const size_t asked = size ? size : 1;
    return flags & LMEM_ZEROINIT ? calloc(1, asked) : malloc(asked);
}

void* memory_resize(void* memory, size_t before, size_t size, UINT flags) {
    void* moved = realloc(memory, size ? size : 1);
    if (moved && (flags & LMEM_ZEROINIT) && size > before)
        memset(static_cast<char*>(moved) + before, 0, size - before);
    return moved;
}

HLOCAL out_of_memory() {
    return api_fail<HLOCAL>(ERROR_NOT_ENOUGH_MEMORY, nullptr);
}

HLOCAL block_allocate(UINT flags, size_t size) {
    if (!(flags & LMEM_MOVEABLE)) {
        void* memory = memory_allocate(flags, size);
        return memory ? memory : out_of_memory();
    }
    MovableTable& table = movable_table();
    MovableBlock block;
    block.size = size;
    // The handle is a block of its own: an address that no fixed block can have.
    void* handle = malloc(16);
    if (size != 0)
        block.memory = memory_allocate(flags, size);
    if (!handle || (size != 0 && !block.memory)) {
        free(handle);
        free(block.memory);
        return out_of_memory();
    }
    const std::lock_guard<std::mutex> guard(table.lock);
    table.blocks.emplace(handle, block);
    ++table.count;
    return handle;
}

HLOCAL block_resize(HLOCAL handle, size_t size, UINT flags) {
    if (!handle)
        return api_fail<HLOCAL>(ERROR_INVALID_HANDLE, nullptr);
    MovableTable& table = movable_table();
    const std::lock_guard<std::mutex> guard(table.lock);
    MovableBlock* block = table.find(handle);
    if (flags & LMEM_MODIFY)  // only the attributes change, and none that matters here
        return handle;
    if (!block) {
        void* moved = memory_resize(handle, malloc_usable_size(handle), size, flags);
        return moved ? moved : out_of_memory();
    }
    if (size == 0) {
        if (block->locks != 0)
            return api_fail<HLOCAL>(ERROR_INVALID_PARAMETER, nullptr);
        free(block->memory);
        *block = MovableBlock{};
        return handle;
    }
    void* moved = memory_resize(block->memory, block->size, size, flags);
    if (!moved)
        return out_of_memory();
    block->memory = moved;
    block->size = size;
    return handle;
}

// Calls found(block) for a movable block's handle and gives its result, otherwise `fixed`.
template <typename Result, typename Found>
Result block_with(HLOCAL handle, Result fixed, Found&& found) {
    MovableTable& table = movable_table();
    if (table.count.load(std::memory_order_relaxed) == 0)
        return fixed;
    const std::lock_guard<std::mutex> guard(table.lock);
    MovableBlock* block = table.find(handle);
    return block ? found(*block) : fixed;
}

HLOCAL block_free(HLOCAL handle) {
    MovableTable& table = movable_table();
    if (table.count.load(std::memory_order_relaxed) != 0) {
        const std::lock_guard<std::mutex> guard(table.lock);
        const auto found = table.blocks.find(handle);
        if (found != table.blocks.end()) {
            free(found->second.memory);
            table.blocks.erase(found);
            --table.count;
        }
    }
    free(handle);
    return nullptr;
}

LPVOID block_lock(HLOCAL handle) {
    if (!handle)
        return api_fail<LPVOID>(ERROR_INVALID_HANDLE, nullptr);
    return block_with<LPVOID>(handle, handle, [](MovableBlock& block) -> LPVOID {
        if (!block.memory)
            return api_fail<LPVOID>(ERROR_DISCARDED, nullptr);
        if (block.locks < LMEM_LOCKCOUNT)
            ++block.locks;
        return block.memory;
    });
}

BOOL block_unlock(HLOCAL handle, BOOL fixed) {
    if (!handle)
        return api_fail(ERROR_INVALID_HANDLE, FALSE);
    if (!fixed)
        last_error_set(ERROR_NOT_LOCKED);
    return block_with<BOOL>(handle, fixed, [](MovableBlock& block) -> BOOL {
        if (block.locks == 0)
            return api_fail(ERROR_NOT_LOCKED, FALSE);
        if (--block.locks != 0)
            return TRUE;
        return api_fail(NO_ERROR, FALSE);
    });
}

SIZE_T block_size(HLOCAL handle) {
    if (!handle)
        return api_fail<SIZE_T>(ERROR_INVALID_HANDLE, 0);
    constexpr SIZE_T kFixed = ~SIZE_T{0};
    const SIZE_T size =
        block_with<SIZE_T>(handle, kFixed, [](MovableBlock& block) { return block.size; });
    return size == kFixed ? malloc_usable_size(handle) : size;
}

UINT block_flags(HLOCAL handle) {
    if (!handle)
        return api_fail<UINT>(ERROR_INVALID_HANDLE, LMEM_INVALID_HANDLE);
    return block_with<UINT>(handle, 0, [](MovableBlock& block) -> UINT {
        return block.memory ? block.locks : UINT{LMEM_DISCARDED};
    });
}

HLOCAL block_handle(LPCVOID memory) {
    if (!memory)
        return api_fail<HLOCAL>(ERROR_INVALID_PARAMETER, nullptr);
    MovableTable& table = movable_table();
    const std::lock_guard<std::mutex> guard(table.lock);
    for (const auto& [handle, block] : table.blocks)
        if (block.memory == memory)
            return handle;
    return const_cast<HLOCAL>(memory);
}

}  // namespace

extern "C" {

HLOCAL WINAPI LocalAlloc(UINT flags, SIZE_T size) {
    return api_call<HLOCAL>(nullptr, [&] { return block_allocate(flags, size); });
}
HGLOBAL WINAPI GlobalAlloc(UINT flags, SIZE_T size) {
    return LocalAlloc(flags, size);
}
HLOCAL WINAPI LocalReAlloc(HLOCAL handle, SIZE_T size, UINT flags) {
    return api_call<HLOCAL>(nullptr, [&] { return block_resize(handle, size, flags); });
}
HGLOBAL WINAPI GlobalReAlloc(HGLOBAL handle, SIZE_T size, UINT flags) {
    return LocalReAlloc(handle, size, flags);
}
HLOCAL WINAPI LocalFree(HLOCAL handle) {
    return block_free(handle);
}
HGLOBAL WINAPI GlobalFree(HGLOBAL handle) {
    return block_free(handle);
}
LPVOID WINAPI LocalLock(HLOCAL handle) {
    return block_lock(handle);
}
LPVOID WINAPI GlobalLock(HGLOBAL handle) {
    return block_lock(handle);
}
BOOL WINAPI LocalUnlock(HLOCAL handle) {
    return block_unlock(handle, FALSE);
}
BOOL WINAPI GlobalUnlock(HGLOBAL handle) {
    return block_unlock(handle, TRUE);
}
SIZE_T WINAPI LocalSize(HLOCAL handle) {
    return block_size(handle);
}
SIZE_T WINAPI GlobalSize(HGLOBAL handle) {
    return block_size(handle);
}
UINT WINAPI LocalFlags(HLOCAL handle) {
    return block_flags(handle);
}
UINT WINAPI GlobalFlags(HGLOBAL handle) {
    return block_flags(handle);
}
HLOCAL WINAPI LocalHandle(LPCVOID memory) {
    return block_handle(memory);
}
HGLOBAL WINAPI GlobalHandle(LPCVOID memory) {
    return block_handle(memory);
}

}  // extern "C"

#include "nt/fls.h"

#include <array>
#include <memory>
#include <mutex>
#include <new>

#include "fibersapi.h"
#include "nt/last_error.h"
#include "winerror.h"

namespace berth::nt {

namespace {

constexpr DWORD kFlsSlots = FLS_MAXIMUM_AVAILABLE;

struct Slot {
    bool used = false;
    PFLS_CALLBACK_FUNCTION callback = nullptr;
};

}  // namespace

struct FlsBlock {
    std::array<std::atomic<void*>, kFlsSlots> values{};
};

namespace {

constinit FutexMutex slots_lock;
constinit std::array<Slot, kFlsSlots> slots{};

PFLS_CALLBACK_FUNCTION slot_callback(DWORD index) {
    const std::lock_guard guard(slots_lock);
    return slots[index].used ? slots[index].callback : nullptr;
}

bool slot_used(DWORD index) {
    const std::lock_guard guard(slots_lock);
    return index < kFlsSlots && slots[index].used;
}

}  // namespace

void fls_thread_ended(Thread& thread) {
    FlsBlock* block = thread.fls.load(std::memory_order_acquire);
    if (!block)
        return;
    for (DWORD index = 0; index < kFlsSlots; ++index) {
        void* value = block->values[index].exchange(nullptr, std::memory_order_acq_rel);
        if (!value)
            continue;
        if (PFLS_CALLBACK_FUNCTION callback = slot_callback(index))
            callback(value);
    }
}

void fls_block_free(Thread& thread) {
    const std::unique_ptr<FlsBlock> block(thread.fls.exchange(nullptr));
}

}  // namespace berth::nt

using namespace berth::nt;

DWORD WINAPI FlsAlloc(PFLS_CALLBACK_FUNCTION lpCallback) {
    const std::lock_guard guard(slots_lock);
    for (DWORD index = 0; index < kFlsSlots; ++index) {
        if (!slots[index].used) {
            slots[index] = {true, lpCallback};
            return index;
        }
    }
    last_error_set(ERROR_NO_MORE_ITEMS);
    return FLS_OUT_OF_INDEXES;
}

BOOL WINAPI FlsFree(DWORD dwFlsIndex) {
    struct Sweep {
        DWORD index;
        PFLS_CALLBACK_FUNCTION callback;
    } sweep{dwFlsIndex, nullptr};
    {
        const std::lock_guard guard(slots_lock);
        if (dwFlsIndex >= kFlsSlots || !slots[dwFlsIndex].used) {
            last_error_set(ERROR_INVALID_PARAMETER);
            return FALSE;
        }
        sweep.callback = slots[dwFlsIndex].callback;
    }
    for (;;) {
        // One value at a time: the callback runs without the registry's lock.
        struct Found {
            DWORD index;
            void* value;
        } found{dwFlsIndex, nullptr};
        thread_each(
            [](void* context, Thread& thread) {
                auto& wanted = *static_cast<Found*>(context);
                FlsBlock* block = thread.fls.load(std::memory_order_acquire);
                if (!wanted.value && block)
                    wanted.value = block->values[wanted.index].exchange(nullptr);
            },
            &found);
        if (!found.value)
            break;
        if (sweep.callback)
            sweep.callback(found.value);
    }
    const std::lock_guard guard(slots_lock);
    slots[dwFlsIndex] = {};
    return TRUE;
}

PVOID WINAPI FlsGetValue(DWORD dwFlsIndex) {
    if (!slot_used(dwFlsIndex)) {
        last_error_set(ERROR_INVALID_PARAMETER);
        return nullptr;
    }
    last_error_set(ERROR_SUCCESS);
    const Thread* thread = thread_record;
    FlsBlock* block = thread ? thread->fls.load(std::memory_order_relaxed) : nullptr;
    return block ? block->values[dwFlsIndex].load(std::memory_order_acquire) : nullptr;
}

BOOL WINAPI FlsSetValue(DWORD dwFlsIndex, PVOID lpFlsData) {
    if (!slot_used(dwFlsIndex)) {
        last_error_set(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    Thread* thread = thread_current();
    FlsBlock* block = thread ? thread->fls.load(std::memory_order_relaxed) : nullptr;
    if (thread && !block) {
        block = new (std::nothrow) FlsBlock;
        thread->fls.store(block, std::memory_order_release);
    }
    if (!block) {
        last_error_set(ERROR_NOT_ENOUGH_MEMORY);
        return FALSE;
    }
    block->values[dwFlsIndex].store(lpFlsData, std::memory_order_release);
    return TRUE;
}

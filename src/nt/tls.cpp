#include "nt/tls.h"

#include <array>
#include <bitset>
#include <memory>
#include <mutex>
#include <new>

#include "nt/last_error.h"
#include "processthreadsapi.h"
#include "winerror.h"

namespace berth::nt {

namespace {

constexpr DWORD kTlsSlots = 1088;

}  // namespace

struct TlsBlock {
    std::array<std::atomic<void*>, kTlsSlots> values{};
};

namespace {

constinit thread_local TlsBlock* own_block __attribute__((tls_model("initial-exec"))) = nullptr;

constinit FutexMutex slots_lock;
constinit std::bitset<kTlsSlots> slots_used;

TlsBlock* block_make() {
    Thread* thread = thread_current();
    if (!thread)
        return nullptr;
    own_block = new (std::nothrow) TlsBlock;
    thread->tls.store(own_block, std::memory_order_release);
    return own_block;
}

}  // namespace

void tls_thread_ended(Thread& thread) {
    own_block = nullptr;
    const std::unique_ptr<TlsBlock> block(thread.tls.exchange(nullptr));
}

}  // namespace berth::nt

using namespace berth::nt;

DWORD WINAPI TlsAlloc(void) {
    DWORD index = 0;
    {
        const std::lock_guard guard(slots_lock);
        while (index < kTlsSlots && slots_used[index])
            ++index;
        if (index < kTlsSlots)
            slots_used[index] = true;
    }
    if (index == kTlsSlots) {
        last_error_set(ERROR_NO_MORE_ITEMS);
        return TLS_OUT_OF_INDEXES;
    }
    // Whatever the slot's last owner left behind is gone: every thread starts at NULL.
    thread_each(
        [](void* context, Thread& thread) {
            if (TlsBlock* block = thread.tls.load(std::memory_order_acquire))
                block->values[*static_cast<DWORD*>(context)].store(nullptr,
                                                                   std::memory_order_relaxed);
        },
        &index);
    return index;
}

BOOL WINAPI TlsFree(DWORD dwTlsIndex) {
    const std::lock_guard guard(slots_lock);
    if (dwTlsIndex >= kTlsSlots || !slots_used[dwTlsIndex]) {
        last_error_set(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    slots_used[dwTlsIndex] = false;
    return TRUE;
}

LPVOID WINAPI TlsGetValue(DWORD dwTlsIndex) {
    if (dwTlsIndex >= kTlsSlots) [[unlikely]] {
        last_error_set(ERROR_INVALID_PARAMETER);
        return nullptr;
    }
    // A value of NULL is no error, so this function alone clears the last error.
    last_error_set(ERROR_SUCCESS);
    return own_block ? own_block->values[dwTlsIndex].load(std::memory_order_relaxed) : nullptr;
}

BOOL WINAPI TlsSetValue(DWORD dwTlsIndex, LPVOID lpTlsValue) {
    if (dwTlsIndex >= kTlsSlots) {
        last_error_set(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    TlsBlock* block = own_block ? own_block : block_make();
    if (!block) {
        last_error_set(ERROR_NOT_ENOUGH_MEMORY);
        return FALSE;
    }
    block->values[dwTlsIndex].store(lpTlsValue, std::memory_order_relaxed);
    return TRUE;
}

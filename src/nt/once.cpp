// One-time initialisation. The value's two low bits are the state, the rest is the context.
#include <atomic>

#include "nt/futex.h"
#include "nt/last_error.h"
#include "synchapi.h"
#include "winerror.h"

namespace berth::nt {

namespace {

constexpr uintptr_t kNew = 0;
constexpr uintptr_t kRunning = 1;       // threads that come meanwhile wait
constexpr uintptr_t kDone = 2;          // with the context above
constexpr uintptr_t kRunningAsync = 3;  // several may try; the first to complete wins
constexpr uintptr_t kState = 3;

std::atomic_ref<PVOID> value_of(INIT_ONCE& once) {
    return std::atomic_ref<PVOID>(once.Ptr);
}
PVOID as_value(uintptr_t number) {
    return reinterpret_cast<PVOID>(number);
}
uintptr_t as_number(PVOID value) {
    return reinterpret_cast<uintptr_t>(value);
}

DWORD begin(INIT_ONCE& once, DWORD flags, bool* pending, PVOID* context) {
    for (;;) {
        PVOID value = value_of(once).load(std::memory_order_acquire);
        const uintptr_t state = as_number(value) & kState;
        if (state == kDone) {
            *pending = false;
            if (context)
                *context = as_value(as_number(value) & ~kState);
            return 0;
        }
        if (flags & INIT_ONCE_CHECK_ONLY)
            return ERROR_GEN_FAILURE;
        const bool async = (flags & INIT_ONCE_ASYNC) != 0;
        *pending = true;
        if (state == kNew) {
            if (value_of(once).compare_exchange_strong(value,
                                                       as_value(async ? kRunningAsync : kRunning)))
                return 0;
        } else if (async != (state == kRunningAsync)) {
            return ERROR_INVALID_PARAMETER;
        } else if (async) {
            return 0;
        } else {
            futex_wait(&once.Ptr, kRunning);
        }
    }
}

DWORD complete(INIT_ONCE& once, DWORD flags, PVOID context) {
    const bool failed = (flags & INIT_ONCE_INIT_FAILED) != 0;
    const bool async = (flags & INIT_ONCE_ASYNC) != 0;
    if ((flags & ~(INIT_ONCE_INIT_FAILED | INIT_ONCE_ASYNC)) || (failed && (async || context)) ||
        (as_number(context) & kState))
        return ERROR_INVALID_PARAMETER;
    PVOID value = as_value(async ? kRunningAsync : kRunning);
    PVOID done = failed ? as_value(kNew) : as_value(as_number(context) | kDone);
    if (!value_of(once).compare_exchange_strong(value, done, std::memory_order_acq_rel))
        return ERROR_GEN_FAILURE;
    if (!async)
        futex_wake(&once.Ptr, kWakeAll);
    return 0;
}

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

VOID WINAPI InitOnceInitialize(PINIT_ONCE InitOnce) {
    InitOnce->Ptr = nullptr;
}

BOOL WINAPI InitOnceBeginInitialize(LPINIT_ONCE lpInitOnce, DWORD dwFlags, PBOOL fPending,
                                    LPVOID* lpContext) {
    if (dwFlags & ~(INIT_ONCE_CHECK_ONLY | INIT_ONCE_ASYNC) || !fPending)
        return last_error_result(ERROR_INVALID_PARAMETER);
    bool pending = true;
    const DWORD error = begin(*lpInitOnce, dwFlags, &pending, lpContext);
    *fPending = pending;
    return last_error_result(error);
}

BOOL WINAPI InitOnceComplete(LPINIT_ONCE lpInitOnce, DWORD dwFlags, LPVOID lpContext) {
    return last_error_result(complete(*lpInitOnce, dwFlags, lpContext));
}

BOOL WINAPI InitOnceExecuteOnce(PINIT_ONCE InitOnce, PINIT_ONCE_FN InitFn, PVOID Parameter,
                                LPVOID* Context) {
    bool pending = true;
    DWORD error = begin(*InitOnce, 0, &pending, Context);
    if (error != 0 || !pending)
        return last_error_result(error);
    PVOID context = nullptr;
    if (!InitFn(InitOnce, Parameter, &context)) {
        complete(*InitOnce, INIT_ONCE_INIT_FAILED, nullptr);
        return FALSE;  // the callback has set the last error
    }
    error = complete(*InitOnce, 0, context);
    if (error == 0 && Context)
        *Context = context;
    return last_error_result(error);
}

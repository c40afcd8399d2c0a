// Critical sections: a futex in LockCount, whose values are those that Windows' own show in a
// debugger.
#include <atomic>

#include "nt/clock.h"
#include "nt/futex.h"
#include "nt/last_error.h"
#include "nt/thread.h"
#include "synchapi.h"
#include "winerror.h"

namespace berth::nt {

namespace {

constexpr LONG kFree = -1;
constexpr LONG kHeld = -2;
constexpr LONG kContended = -6;
// A section that was zeroed instead of initialised, or deleted, counts as free.
constexpr LONG kZeroed = 0;
constexpr ULONG_PTR kSpins = 100;

std::atomic_ref<LONG> word(CRITICAL_SECTION& section) {
    return std::atomic_ref<LONG>(section.LockCount);
}

std::atomic_ref<HANDLE> owner(CRITICAL_SECTION& section) {
    return std::atomic_ref<HANDLE>(section.OwningThread);
}

bool take_free(CRITICAL_SECTION& section) {
    LONG expected = kFree;
    if (word(section).compare_exchange_strong(expected, kHeld, std::memory_order_acquire))
        [[likely]]
        return true;
    return expected == kZeroed &&
           word(section).compare_exchange_strong(expected, kHeld, std::memory_order_acquire);
}

void lock_slowly(CRITICAL_SECTION& section) {
    const ULONG_PTR spins = section.SpinCount > kSpins ? section.SpinCount : kSpins;
    for (ULONG_PTR i = 0; i < spins; ++i) {
        if (word(section).load(std::memory_order_relaxed) == kFree && take_free(section))
            return;
        cpu_relax();
    }
    for (;;) {
        const LONG old = word(section).exchange(kContended, std::memory_order_acquire);
        if (old == kFree || old == kZeroed)
            return;
        futex_wait(&section.LockCount, static_cast<uint32_t>(kContended));
    }
}

bool enter(CRITICAL_SECTION& section, bool wait) {
    auto* const self = reinterpret_cast<HANDLE>(uintptr_t{thread_id()});
    // Only this thread can have stored its own id.
    if (owner(section).load(std::memory_order_relaxed) == self) {
        ++section.RecursionCount;
        return true;
    }
    if (!take_free(section)) {
        if (!wait)
            return false;
        lock_slowly(section);
    }
    owner(section).store(self, std::memory_order_relaxed);
    section.RecursionCount = 1;
    return true;
}

void initialize(CRITICAL_SECTION& section, DWORD spins) {
    // DebugInfo is never NULL on Windows while the section is valid, unless no debug info was asked
    // for.
    section.DebugInfo = reinterpret_cast<PRTL_CRITICAL_SECTION_DEBUG>(~uintptr_t{0});
    section.RecursionCount = 0;
    section.LockSemaphore = nullptr;
    section.SpinCount = spins & ~DWORD{RTL_CRITICAL_SECTION_ALL_FLAG_BITS};
    owner(section).store(nullptr, std::memory_order_relaxed);
    word(section).store(kFree, std::memory_order_release);
}

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

VOID WINAPI InitializeCriticalSection(LPCRITICAL_SECTION lpCriticalSection) {
    initialize(*lpCriticalSection, 0);
}

BOOL WINAPI InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION lpCriticalSection,
                                                  DWORD dwSpinCount) {
    initialize(*lpCriticalSection, dwSpinCount);
    return TRUE;
}

BOOL WINAPI InitializeCriticalSectionEx(LPCRITICAL_SECTION lpCriticalSection, DWORD dwSpinCount,
                                        DWORD Flags) {
    constexpr DWORD kKnown = RTL_CRITICAL_SECTION_FLAG_NO_DEBUG_INFO |
                             RTL_CRITICAL_SECTION_FLAG_DYNAMIC_SPIN |
                             RTL_CRITICAL_SECTION_FLAG_STATIC_INIT;
    if ((Flags & ~kKnown) || (dwSpinCount & RTL_CRITICAL_SECTION_ALL_FLAG_BITS))
        return last_error_result(ERROR_INVALID_PARAMETER);
    initialize(*lpCriticalSection, dwSpinCount);
    return TRUE;
}

DWORD WINAPI SetCriticalSectionSpinCount(LPCRITICAL_SECTION lpCriticalSection, DWORD dwSpinCount) {
    const auto previous = static_cast<DWORD>(lpCriticalSection->SpinCount);
    lpCriticalSection->SpinCount = dwSpinCount & ~DWORD{RTL_CRITICAL_SECTION_ALL_FLAG_BITS};
    return previous;
}

VOID WINAPI EnterCriticalSection(LPCRITICAL_SECTION lpCriticalSection) {
    enter(*lpCriticalSection, true);
}

BOOL WINAPI TryEnterCriticalSection(LPCRITICAL_SECTION lpCriticalSection) {
    return enter(*lpCriticalSection, false);
}

VOID WINAPI LeaveCriticalSection(LPCRITICAL_SECTION lpCriticalSection) {
    if (--lpCriticalSection->RecursionCount != 0)
        return;
    owner(*lpCriticalSection).store(nullptr, std::memory_order_relaxed);
    if (word(*lpCriticalSection).exchange(kFree, std::memory_order_release) == kContended)
        futex_wake(&lpCriticalSection->LockCount);
}

VOID WINAPI DeleteCriticalSection(LPCRITICAL_SECTION lpCriticalSection) {
    lpCriticalSection->DebugInfo = nullptr;
    lpCriticalSection->RecursionCount = 0;
    lpCriticalSection->SpinCount = 0;
    owner(*lpCriticalSection).store(nullptr, std::memory_order_relaxed);
    word(*lpCriticalSection).store(kZeroed, std::memory_order_release);
}

// Synchronisation barriers: the last of a number of threads to arrive lets all go on.
#include <atomic>

#include "nt/futex.h"
#include "nt/last_error.h"
#include "synchapi.h"
#include "winerror.h"

namespace berth::nt {

namespace {

constexpr LONG kDefaultSpins = 2000;

// The structure's reserved members, by what they hold.
std::atomic_ref<DWORD> missing(SYNCHRONIZATION_BARRIER& barrier) {
    return std::atomic_ref<DWORD>(barrier.Reserved1);
}
DWORD& total(SYNCHRONIZATION_BARRIER& barrier) {
    return barrier.Reserved2;
}
std::atomic_ref<DWORD> phase(SYNCHRONIZATION_BARRIER& barrier) {
    return std::atomic_ref<DWORD>(barrier.Reserved4);
}
DWORD& spins(SYNCHRONIZATION_BARRIER& barrier) {
    return barrier.Reserved5;
}
std::atomic_ref<ULONG_PTR> inside(SYNCHRONIZATION_BARRIER& barrier) {
    return std::atomic_ref<ULONG_PTR>(barrier.Reserved3[0]);
}

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

BOOL WINAPI InitializeSynchronizationBarrier(LPSYNCHRONIZATION_BARRIER lpBarrier,
                                             LONG lTotalThreads, LONG lSpinCount) {
    if (!lpBarrier || lTotalThreads <= 0 || lSpinCount < -1)
        return last_error_result(ERROR_INVALID_PARAMETER);
    *lpBarrier = {};
    total(*lpBarrier) = static_cast<DWORD>(lTotalThreads);
    spins(*lpBarrier) = static_cast<DWORD>(lSpinCount < 0 ? kDefaultSpins : lSpinCount);
    missing(*lpBarrier).store(total(*lpBarrier), std::memory_order_release);
    return TRUE;
}

BOOL WINAPI EnterSynchronizationBarrier(LPSYNCHRONIZATION_BARRIER lpBarrier, DWORD dwFlags) {
    SYNCHRONIZATION_BARRIER& barrier = *lpBarrier;
    inside(barrier).fetch_add(1, std::memory_order_acq_rel);
    const DWORD now = phase(barrier).load(std::memory_order_acquire);
    if (missing(barrier).fetch_sub(1, std::memory_order_acq_rel) == 1) {
        missing(barrier).store(total(barrier), std::memory_order_relaxed);
        phase(barrier).fetch_add(1, std::memory_order_release);
        futex_wake(&barrier.Reserved4, kWakeAll);
        inside(barrier).fetch_sub(1, std::memory_order_release);
        return TRUE;
    }
    DWORD left = dwFlags & SYNCHRONIZATION_BARRIER_FLAGS_BLOCK_ONLY ? 0 : spins(barrier);
    while (phase(barrier).load(std::memory_order_acquire) == now) {
        if (left != 0 || (dwFlags & SYNCHRONIZATION_BARRIER_FLAGS_SPIN_ONLY)) {
            left -= left != 0 ? 1 : 0;
            cpu_relax();
        } else {
            futex_wait(&barrier.Reserved4, now);
        }
    }
    inside(barrier).fetch_sub(1, std::memory_order_release);
    return FALSE;
}

BOOL WINAPI DeleteSynchronizationBarrier(LPSYNCHRONIZATION_BARRIER lpBarrier) {
    while (inside(*lpBarrier).load(std::memory_order_acquire) != 0)
        cpu_relax();
    return TRUE;
}

// Condition variables: a sequence number that each wake raises and sleepers sleep on, and beside it
// the number of sleepers, so that a wake without any makes no system call.
#include <atomic>
#include <cerrno>

#include "nt/clock.h"
#include "nt/futex.h"
#include "nt/last_error.h"
#include "nt/words.h"
#include "synchapi.h"
#include "winerror.h"

namespace berth::nt {

namespace {

template <typename Unlock, typename Lock>
BOOL sleep_on(CONDITION_VARIABLE& variable, DWORD milliseconds, Unlock unlock, Lock lock) {
    const Deadline deadline = deadline_after(milliseconds);
    word_high(variable.Ptr).fetch_add(1, std::memory_order_seq_cst);
    const uint32_t sequence = word_low(variable.Ptr).load(std::memory_order_seq_cst);
    unlock();
    int status = 0;
    do {
        status = futex_wait(&variable.Ptr, sequence, deadline);
    } while (status == EINTR);
    word_high(variable.Ptr).fetch_sub(1, std::memory_order_relaxed);
    const bool woken =
        status != ETIMEDOUT || word_low(variable.Ptr).load(std::memory_order_relaxed) != sequence;
    lock();
    return last_error_result(woken ? 0 : ERROR_TIMEOUT);
}

void wake(CONDITION_VARIABLE& variable, int count) {
    if (word_high(variable.Ptr).load(std::memory_order_seq_cst) == 0)
        return;
    word_low(variable.Ptr).fetch_add(1, std::memory_order_seq_cst);
    futex_wake(&variable.Ptr, count);
}

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

VOID WINAPI InitializeConditionVariable(PCONDITION_VARIABLE ConditionVariable) {
    ConditionVariable->Ptr = nullptr;
}

VOID WINAPI WakeConditionVariable(PCONDITION_VARIABLE ConditionVariable) {
    wake(*ConditionVariable, 1);
}

VOID WINAPI WakeAllConditionVariable(PCONDITION_VARIABLE ConditionVariable) {
    wake(*ConditionVariable, kWakeAll);
}

BOOL WINAPI SleepConditionVariableCS(PCONDITION_VARIABLE ConditionVariable,
                                     PCRITICAL_SECTION CriticalSection, DWORD dwMilliseconds) {
    return sleep_on(
        *ConditionVariable, dwMilliseconds, [&] { LeaveCriticalSection(CriticalSection); },
        [&] { EnterCriticalSection(CriticalSection); });
}

BOOL WINAPI SleepConditionVariableSRW(PCONDITION_VARIABLE ConditionVariable, PSRWLOCK SRWLock,
                                      DWORD dwMilliseconds, ULONG Flags) {
    if (Flags & ~ULONG{CONDITION_VARIABLE_LOCKMODE_SHARED})
        return last_error_result(ERROR_INVALID_PARAMETER);
    if (Flags & CONDITION_VARIABLE_LOCKMODE_SHARED)
        return sleep_on(
            *ConditionVariable, dwMilliseconds, [&] { ReleaseSRWLockShared(SRWLock); },
            [&] { AcquireSRWLockShared(SRWLock); });
    return sleep_on(
        *ConditionVariable, dwMilliseconds, [&] { ReleaseSRWLockExclusive(SRWLock); },
        [&] { AcquireSRWLockExclusive(SRWLock); });
}

// Slim reader/writer locks. The lock's eight bytes are two words: the state, on which readers
// sleep, and a count of wake-ups for writers, on which writers sleep, so that one writer can be
// woken alone. A waiting writer keeps new readers out.
#include <atomic>

#include "nt/futex.h"
#include "nt/words.h"
#include "synchapi.h"

namespace berth::nt {

namespace {

// The state: who holds it below, who waits above.
constexpr uint32_t kReader = 1;
constexpr uint32_t kHolders = (1u << 30) - 1;  // readers, or kWriter
constexpr uint32_t kWriter = kHolders;
constexpr uint32_t kReadersWait = 1u << 30;
constexpr uint32_t kWritersWait = 1u << 31;
constexpr int kSpins = 100;

std::atomic_ref<uint32_t> state_of(SRWLOCK& lock) {
    return word_low(lock.Ptr);
}
std::atomic_ref<uint32_t> writers_of(SRWLOCK& lock) {
    return word_high(lock.Ptr);
}

bool free_for_reader(uint32_t state) {
    return (state & kHolders) < kWriter - 1 && (state & (kReadersWait | kWritersWait)) == 0;
}

uint32_t spin_while(SRWLOCK& lock, bool (*busy)(uint32_t)) {
    uint32_t state = state_of(lock).load(std::memory_order_relaxed);
    for (int i = 0; i < kSpins && busy(state); ++i) {
        cpu_relax();
        state = state_of(lock).load(std::memory_order_relaxed);
    }
    return state;
}

bool held_by_writer_alone(uint32_t state) {
    return state == kWriter;
}
bool held_and_no_writer_waits(uint32_t state) {
    return (state & kHolders) != 0 && (state & kWritersWait) == 0;
}

void lock_shared_slowly(SRWLOCK& lock) {
    uint32_t state = spin_while(lock, held_by_writer_alone);
    for (;;) {
        if (free_for_reader(state)) {
            if (state_of(lock).compare_exchange_weak(state, state + kReader,
                                                     std::memory_order_acquire))
                return;
            continue;
        }
        if (!(state & kReadersWait)) {
            if (!state_of(lock).compare_exchange_weak(state, state | kReadersWait))
                continue;
            state |= kReadersWait;
        }
        futex_wait(&lock.Ptr, state);
        state = spin_while(lock, held_by_writer_alone);
    }
}

void lock_exclusive_slowly(SRWLOCK& lock) {
    uint32_t state = spin_while(lock, held_and_no_writer_waits);
    // A writer that slept cannot know whether others still do, so it leaves the mark.
    uint32_t others = 0;
    for (;;) {
        if ((state & kHolders) == 0) {
            if (state_of(lock).compare_exchange_weak(state, state | kWriter | others,
                                                     std::memory_order_acquire))
                return;
            continue;
        }
        if (!(state & kWritersWait)) {
            if (!state_of(lock).compare_exchange_weak(state, state | kWritersWait))
                continue;
        }
        others = kWritersWait;
        const uint32_t turn = writers_of(lock).load(std::memory_order_acquire);
        state = state_of(lock).load(std::memory_order_relaxed);
        // It may have been freed before the turn was read, and that wake-up missed.
        if ((state & kHolders) == 0 || !(state & kWritersWait))
            continue;
        futex_wait(word_high_address(lock.Ptr), turn);
        state = spin_while(lock, held_and_no_writer_waits);
    }
}

bool wake_writer(SRWLOCK& lock) {
    writers_of(lock).fetch_add(1, std::memory_order_release);
    return futex_wake(word_high_address(lock.Ptr)) > 0;
}

// The lock is free and somebody waits: a writer first, else all readers.
void wake_waiters(SRWLOCK& lock, uint32_t state) {
    if (state == kWritersWait) {
        if (state_of(lock).compare_exchange_strong(state, 0)) {
            wake_writer(lock);
            return;
        }
    }
    if (state == (kReadersWait | kWritersWait)) {
        if (!state_of(lock).compare_exchange_strong(state, kReadersWait))
            return;  // taken meanwhile: whoever releases it next comes here
        if (wake_writer(lock))
            return;
        state = kReadersWait;
    }
    if (state == kReadersWait && state_of(lock).compare_exchange_strong(state, 0))
        futex_wake(&lock.Ptr, kWakeAll);
}

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

VOID WINAPI InitializeSRWLock(PSRWLOCK SRWLock) {
    SRWLock->Ptr = nullptr;
}

VOID WINAPI AcquireSRWLockExclusive(PSRWLOCK SRWLock) {
    uint32_t free = 0;
    if (!state_of(*SRWLock).compare_exchange_strong(free, kWriter, std::memory_order_acquire))
        lock_exclusive_slowly(*SRWLock);
}

VOID WINAPI AcquireSRWLockShared(PSRWLOCK SRWLock) {
    uint32_t state = state_of(*SRWLock).load(std::memory_order_relaxed);
    if (!free_for_reader(state) || !state_of(*SRWLock).compare_exchange_weak(
                                       state, state + kReader, std::memory_order_acquire))
        lock_shared_slowly(*SRWLock);
}

BOOLEAN WINAPI TryAcquireSRWLockExclusive(PSRWLOCK SRWLock) {
    uint32_t state = state_of(*SRWLock).load(std::memory_order_relaxed);
    while ((state & kHolders) == 0) {
        if (state_of(*SRWLock).compare_exchange_weak(state, state | kWriter,
                                                     std::memory_order_acquire))
            return TRUE;
    }
    return FALSE;
}

BOOLEAN WINAPI TryAcquireSRWLockShared(PSRWLOCK SRWLock) {
    uint32_t state = state_of(*SRWLock).load(std::memory_order_relaxed);
    while (free_for_reader(state)) {
        if (state_of(*SRWLock).compare_exchange_weak(state, state + kReader,
                                                     std::memory_order_acquire))
            return TRUE;
    }
    return FALSE;
}

VOID WINAPI ReleaseSRWLockExclusive(PSRWLOCK SRWLock) {
    const uint32_t state =
        state_of(*SRWLock).fetch_sub(kWriter, std::memory_order_release) - kWriter;
    if (state != 0)
        wake_waiters(*SRWLock, state);
}

VOID WINAPI ReleaseSRWLockShared(PSRWLOCK SRWLock) {
    const uint32_t state =
        state_of(*SRWLock).fetch_sub(kReader, std::memory_order_release) - kReader;
    // Readers wait only behind a writer, so with the last reader gone it is a writer's turn.
    if ((state & kHolders) == 0 && (state & kWritersWait))
        wake_waiters(*SRWLock, state);
}

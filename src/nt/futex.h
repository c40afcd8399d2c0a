// The kernel's futex, and a four-byte mutex upon it that makes no system call unless threads
// collide.
#pragma once

#include <atomic>
#include <cstdint>

namespace berth::nt {

// A point on CLOCK_MONOTONIC in nanoseconds; kNever waits for ever.
using Deadline = uint64_t;
inline constexpr Deadline kNever = ~Deadline{0};

// Sleeps while `word` holds `expected`, at most until `deadline`. Returns 0 when woken (perhaps for
// no reason) or the errno: EAGAIN, EINTR, ETIMEDOUT.
int futex_wait(const void* word, uint32_t expected, Deadline deadline = kNever);
// Wakes at most `count` sleepers; returns how many.
int futex_wake(const void* word, int count = 1);
inline int futex_wait(const std::atomic<uint32_t>& word, uint32_t expected,
                      Deadline deadline = kNever) {
    return futex_wait(static_cast<const void*>(&word), expected, deadline);
}
inline int futex_wake(const std::atomic<uint32_t>& word, int count = 1) {
    return futex_wake(static_cast<const void*>(&word), count);
}
inline constexpr int kWakeAll = 0x7fffffff;
// The same for a word in memory that processes share; the wake is for all sleepers.
int futex_wait_shared(const std::atomic<uint32_t>& word, uint32_t expected, Deadline deadline);
void futex_wake_shared(const std::atomic<uint32_t>& word);

inline void cpu_relax() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

// A thread is not stopped or ended from outside (thread_suspend.h) while it holds a lock of the
// library's: that would stop every other thread too. The depth counts what it holds; a request that
// comes meanwhile waits for zero.
struct StopGuard {
    std::atomic<uint32_t> depth{0};
    std::atomic<bool> pending{false};
};
extern constinit thread_local StopGuard stop_guard __attribute__((tls_model("initial-exec")));
void stop_now();  // acts on a pending request

inline void stop_hold() {
    // Only this thread and a signal handler in it look: no locked instruction.
    stop_guard.depth.store(stop_guard.depth.load(std::memory_order_relaxed) + 1,
                           std::memory_order_relaxed);
    std::atomic_signal_fence(std::memory_order_seq_cst);
}
inline void stop_allow() {
    std::atomic_signal_fence(std::memory_order_seq_cst);
    const uint32_t depth = stop_guard.depth.load(std::memory_order_relaxed) - 1;
    stop_guard.depth.store(depth, std::memory_order_relaxed);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    if (depth == 0 && stop_guard.pending.load(std::memory_order_relaxed)) [[unlikely]]
        stop_now();
}

// Satisfies Lockable, so std::lock_guard holds it. Zero is unlocked; destruction does nothing, so
// it may be a static that threads still use while the process exits.
class FutexMutex {
  public:
    constexpr FutexMutex() = default;
    FutexMutex(const FutexMutex&) = delete;
    FutexMutex& operator=(const FutexMutex&) = delete;

    void lock() {
        stop_hold();
        uint32_t expected = kFree;
        if (!word_.compare_exchange_strong(expected, kHeld, std::memory_order_acquire)) [[unlikely]]
            lock_slowly();
    }
    bool try_lock() {
        stop_hold();
        uint32_t expected = kFree;
        if (word_.compare_exchange_strong(expected, kHeld, std::memory_order_acquire))
            return true;
        stop_allow();
        return false;
    }
    void unlock() {
        if (word_.exchange(kFree, std::memory_order_release) == kContended) [[unlikely]]
            futex_wake(word_);
        stop_allow();
    }

  private:
    enum : uint32_t { kFree, kHeld, kContended };
    void lock_slowly();

    std::atomic<uint32_t> word_{kFree};
};

}  // namespace berth::nt

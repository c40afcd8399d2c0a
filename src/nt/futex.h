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

inline void cpu_relax() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

// Satisfies Lockable, so std::lock_guard holds it. Zero is unlocked; destruction does nothing, so
// it may be a static that threads still use while the process exits.
class FutexMutex {
  public:
    constexpr FutexMutex() = default;
    FutexMutex(const FutexMutex&) = delete;
    FutexMutex& operator=(const FutexMutex&) = delete;

    void lock() {
        uint32_t expected = kFree;
        if (!word_.compare_exchange_strong(expected, kHeld, std::memory_order_acquire)) [[unlikely]]
            lock_slowly();
    }
    bool try_lock() {
        uint32_t expected = kFree;
        return word_.compare_exchange_strong(expected, kHeld, std::memory_order_acquire);
    }
    void unlock() {
        if (word_.exchange(kFree, std::memory_order_release) == kContended) [[unlikely]]
            futex_wake(word_);
    }

  private:
    enum : uint32_t { kFree, kHeld, kContended };
    void lock_slowly();

    std::atomic<uint32_t> word_{kFree};
};

}  // namespace berth::nt

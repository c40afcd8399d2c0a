#include "nt/futex.h"

#include <cerrno>
#include <ctime>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace berth::nt {

namespace {

constexpr uint64_t kSecond = 1'000'000'000;
constexpr int kSpins = 60;

int wait(const void* word, uint32_t expected, Deadline deadline, int flags) {
    timespec at{};
    timespec* limit = nullptr;
    if (deadline != kNever) {
        at.tv_sec = static_cast<time_t>(deadline / kSecond);
        at.tv_nsec = static_cast<long>(deadline % kSecond);
        limit = &at;
    }
    // The bitset form takes an absolute time on CLOCK_MONOTONIC, so a repeated wait does not drift.
    const long status = syscall(SYS_futex, word, FUTEX_WAIT_BITSET | flags, expected, limit,
                                nullptr, FUTEX_BITSET_MATCH_ANY);
    return status == 0 ? 0 : errno;
}

}  // namespace

int futex_wait(const void* word, uint32_t expected, Deadline deadline) {
    return wait(word, expected, deadline, FUTEX_PRIVATE_FLAG);
}

int futex_wait_shared(const std::atomic<uint32_t>& word, uint32_t expected, Deadline deadline) {
    return wait(&word, expected, deadline, 0);
}

void futex_wake_shared(const std::atomic<uint32_t>& word) {
    syscall(SYS_futex, &word, FUTEX_WAKE, kWakeAll, nullptr, nullptr, 0);
}

int futex_wake(const void* word, int count) {
    return static_cast<int>(
        syscall(SYS_futex, word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, count, nullptr, nullptr, 0));
}

void FutexMutex::lock_slowly() {
    for (int spin = 0; spin < kSpins; ++spin) {
        uint32_t expected = kFree;
        if (word_.load(std::memory_order_relaxed) == kFree &&
            word_.compare_exchange_strong(expected, kHeld, std::memory_order_acquire))
            return;
        cpu_relax();
    }
    while (word_.exchange(kContended, std::memory_order_acquire) != kFree)
        futex_wait(word_, kContended);
}

}  // namespace berth::nt

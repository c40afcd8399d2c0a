// Readiness that poll(2) cannot see, because what makes a descriptor ready has left the kernel: a
// connection request that was looked at and deferred, for one. Its owner notes it here; whoever
// waits on descriptors asks here too.
#pragma once

#include <atomic>
#include <cstdint>

namespace berth::nt {

inline constexpr uintptr_t kReadinessDescriptors = uintptr_t{1} << 22;
extern bool descriptor_readable_anyway[kReadinessDescriptors];  // accessed atomically

inline bool descriptor_is_readable_anyway(uintptr_t descriptor) {
    return descriptor < kReadinessDescriptors &&
           std::atomic_ref(descriptor_readable_anyway[descriptor]).load(std::memory_order_acquire);
}

// Whether that is so of any descriptor: who waits on thousands asks once.
extern std::atomic<uint32_t> descriptors_readable_anyway;
inline bool descriptors_any_readable_anyway() {
    return descriptors_readable_anyway.load(std::memory_order_seq_cst) != 0;
}

// Wakes the waiters (nt/poll_wake.h) when it becomes true.
void descriptor_readable_anyway_set(uintptr_t descriptor, bool readable);

}  // namespace berth::nt

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

// Wakes the waiters (nt/poll_wake.h) when it becomes true.
void descriptor_readable_anyway_set(uintptr_t descriptor, bool readable);

}  // namespace berth::nt

#include "nt/descriptor_readiness.h"

#include "nt/poll_wake.h"

namespace berth::nt {

bool descriptor_readable_anyway[kReadinessDescriptors];
constinit std::atomic<uint32_t> descriptors_readable_anyway{0};

void descriptor_readable_anyway_set(uintptr_t descriptor, bool readable) {
    if (descriptor >= kReadinessDescriptors)
        return;
    // Counted before it is marked, and until after: whoever sees the mark sees the count.
    if (readable)
        descriptors_readable_anyway.fetch_add(1, std::memory_order_seq_cst);
    bool was = std::atomic_ref(descriptor_readable_anyway[descriptor])
                   .exchange(readable, std::memory_order_seq_cst);
    if (was)
        descriptors_readable_anyway.fetch_sub(1, std::memory_order_seq_cst);
    if (readable)
        poll_wake_all();
}

}  // namespace berth::nt

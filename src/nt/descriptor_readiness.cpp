#include "nt/descriptor_readiness.h"

#include "nt/poll_wake.h"

namespace berth::nt {

constinit std::array<std::atomic<bool>, kReadinessDescriptors> descriptor_readable_anyway{};

void descriptor_readable_anyway_set(uintptr_t descriptor, bool readable) {
    if (descriptor >= kReadinessDescriptors)
        return;
    descriptor_readable_anyway[descriptor].store(readable, std::memory_order_seq_cst);
    if (readable)
        poll_wake_all();
}

}  // namespace berth::nt

#include "nt/descriptor_readiness.h"

#include "nt/poll_wake.h"

namespace berth::nt {

bool descriptor_readable_anyway[kReadinessDescriptors];

void descriptor_readable_anyway_set(uintptr_t descriptor, bool readable) {
    if (descriptor >= kReadinessDescriptors)
        return;
    std::atomic_ref(descriptor_readable_anyway[descriptor])
        .store(readable, std::memory_order_seq_cst);
    if (readable)
        poll_wake_all();
}

}  // namespace berth::nt

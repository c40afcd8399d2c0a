#include "nt/descriptor.h"

#include <atomic>

namespace berth::nt {

namespace {

constinit std::atomic<const DescriptorOps*> registered{nullptr};

}  // namespace

void descriptor_ops_register(const DescriptorOps* ops) {
    registered.store(ops, std::memory_order_release);
}

const DescriptorOps* descriptor_ops(HANDLE handle) {
    const auto number = reinterpret_cast<uintptr_t>(handle);
    if (number >= kHandleBase)
        return nullptr;
    const DescriptorOps* ops = registered.load(std::memory_order_acquire);
    return ops && ops->owns(number) ? ops : nullptr;
}

}  // namespace berth::nt

#include "nt/descriptor_port.h"

#include <memory>
#include <mutex>

#include "nt/descriptor.h"
#include "nt/file.h"
#include "winerror.h"

namespace berth::nt {

DescriptorTable<PortBinding> descriptor_ports;

namespace {

constinit FutexMutex change_lock;

bool is_owned(uintptr_t descriptor) {
    return descriptor_ops(reinterpret_cast<HANDLE>(descriptor)) != nullptr;
}

// Under the lock.
std::unique_ptr<PortBinding> take_out(DescriptorTable<PortBinding>::Slot& slot) {
    std::unique_ptr<PortBinding> binding(slot.load());
    slot.store(nullptr);
    return binding;
}

// change(binding) -> 0 or an error, under the lock.
template <typename Change>
DWORD with_binding(uintptr_t descriptor, Change&& change) {
    std::unique_ptr<PortBinding> closed;
    const std::lock_guard guard(change_lock);
    auto* const slot = is_owned(descriptor) ? descriptor_ports.make(descriptor) : nullptr;
    if (!slot)
        return ERROR_INVALID_HANDLE;
    if (!slot->load()) {
        auto fresh = std::unique_ptr<PortBinding>(new (std::nothrow) PortBinding);
        if (!fresh)
            return ERROR_NOT_ENOUGH_MEMORY;
        slot->store(fresh.release());
    }
    const DWORD error = change(*slot->load());
    // Whoever closed it since then may have looked for a binding before this one was there.
    if (!is_owned(descriptor)) {
        closed = take_out(*slot);
        return ERROR_INVALID_HANDLE;
    }
    return error;
}

}  // namespace

DWORD handle_port_associate(HANDLE handle, Ref<CompletionPort> port, ULONG_PTR key) {
    if (const DescriptorOps* ops = descriptor_ops(handle)) {
        const auto descriptor = reinterpret_cast<uintptr_t>(handle);
        if (ops->overlapped && !ops->overlapped(descriptor))
            return ERROR_INVALID_PARAMETER;
        return descriptor_port_associate(descriptor, std::move(port), key);
    }
    DWORD error = 0;
    const Ref<File> file = handle_get<File>(handle, 0, &error);
    if (!file)
        return error;
    if (!(file->flags() & File::kOverlapped) || !file->binding.associate(std::move(port), key))
        return ERROR_INVALID_PARAMETER;
    return 0;
}

DWORD descriptor_port_associate(uintptr_t descriptor, Ref<CompletionPort> port, ULONG_PTR key) {
    return with_binding(descriptor, [&](PortBinding& binding) -> DWORD {
        return binding.associate(std::move(port), key) ? 0 : DWORD{ERROR_INVALID_PARAMETER};
    });
}

DWORD descriptor_port_modes_add(uintptr_t descriptor, uint8_t modes) {
    return with_binding(descriptor, [&](PortBinding& binding) -> DWORD {
        binding.modes_add(modes);
        return 0;
    });
}

PortTarget descriptor_port_target(uintptr_t descriptor) {
    if (!descriptor_port(descriptor))
        return {};
    const std::lock_guard guard(change_lock);
    const PortBinding* const binding = descriptor_port(descriptor);
    if (!binding)
        return {};
    return {Ref<CompletionPort>::share(binding->port()), binding->key(), binding->modes()};
}

void descriptor_port_copy(uintptr_t from, uintptr_t to) {
    PortTarget target = descriptor_port_target(from);
    if (!target.port && target.modes == 0)
        return;
    with_binding(to, [&](PortBinding& binding) -> DWORD {
        if (target.port)
            binding.associate(std::move(target.port), target.key);
        binding.modes_add(target.modes);
        return 0;
    });
}

void descriptor_port_forget_bound(uintptr_t descriptor) {
    std::unique_ptr<PortBinding> binding;
    const std::lock_guard guard(change_lock);
    auto* const slot = descriptor_ports.find(descriptor);
    if (slot)
        binding = take_out(*slot);
}

}  // namespace berth::nt

// The port bindings of descriptors. Whoever hands a descriptor out as a HANDLE forgets its binding
// when the descriptor closes: after it took the descriptor out of what DescriptorOps::owns looks
// at, when no request can post any more, and before the number can be used again.
#pragma once

#include "nt/descriptor_table.h"
#include "nt/port_binding.h"

namespace berth::nt {

extern DescriptorTable<PortBinding> descriptor_ports;

// Null: nobody said anything. For a request that starts; valid until the descriptor's forget.
inline PortBinding* descriptor_port(uintptr_t descriptor) {
    return descriptor_ports.get(descriptor);
}

// For any handle that may have overlapped requests. 0, ERROR_INVALID_HANDLE,
// ERROR_INVALID_PARAMETER (it has a port, or is not overlapped), ERROR_NOT_ENOUGH_MEMORY.
DWORD handle_port_associate(HANDLE handle, Ref<CompletionPort> port, ULONG_PTR key);

// Each 0, ERROR_INVALID_HANDLE (it was closed meanwhile), ERROR_NOT_ENOUGH_MEMORY; the first also
// ERROR_INVALID_PARAMETER (it has a port).
DWORD descriptor_port_associate(uintptr_t descriptor, Ref<CompletionPort> port, ULONG_PTR key);
DWORD descriptor_port_modes_add(uintptr_t descriptor, uint8_t modes);
// A duplicate's completions go where the original's go.
void descriptor_port_copy(uintptr_t from, uintptr_t to);

// What a request that ends now is told by, for those who noted nothing when it began.
struct PortTarget {
    Ref<CompletionPort> port;  // empty: no port
    ULONG_PTR key = 0;
    uint8_t modes = 0;
};
PortTarget descriptor_port_target(uintptr_t descriptor);

void descriptor_port_forget_bound(uintptr_t descriptor);
inline void descriptor_port_forget(uintptr_t descriptor) {
    if (descriptor_ports.get(descriptor, std::memory_order_seq_cst))
        descriptor_port_forget_bound(descriptor);
}

}  // namespace berth::nt

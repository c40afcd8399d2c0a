// What the short ways of sending and receiving calls have in common.
#pragma once

#include <cstdint>

#include "nt/descriptor_port.h"
#include "nt/memory_probe.h"
#include "providers/kernel/request_start.h"
#include "providers/kernel/socket.h"

namespace berth::kernel {

// False where one of the pointers is in the first page, and perhaps where none is: a "no" costs the
// general path, which looks at each.
template <typename... Pointer>
bool all_beyond_null_page(const Pointer*... pointers) {
    return !nt::memory_is_null_page(
        reinterpret_cast<const void*>((reinterpret_cast<uintptr_t>(pointers) & ...)));
}

// The port whose packet tells the end of a request that asks for nothing else; null: there is none,
// or more is asked for.
inline nt::PortBinding* only_port(const Socket& socket, const OverlappedCall& asked) {
    if (asked.routine || asked.overlapped->hEvent)
        return nullptr;
    nt::PortBinding* const binding = nt::descriptor_port(static_cast<uintptr_t>(socket.fd));
    return binding && binding->port() && !binding->port()->has_sink() ? binding : nullptr;
}

// What only the rarer ways out of a plain transfer need: parked in memory, for in a register each
// would be saved and restored on the way that nearly every call takes.
template <typename T>
[[gnu::always_inline]] inline void park(T& value) {
    __asm__("" : "+m"(value));
}

}  // namespace berth::kernel

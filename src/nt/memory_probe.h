// Whether memory may be touched at all: Windows answers a bad pointer with an error where Linux
// would end the program. Costs a system call, but for the thread's stack, the program's variables,
// the main heap and pages that the thread has asked of before. Calls that are hot hand the pointer
// to the kernel, which checks it by itself.
#pragma once

#include <cstddef>
#include <cstdint>

namespace berth::nt {

// The first page is never mapped: catches null and small offsets from it, at no cost.
inline bool memory_is_null_page(const void* address) {
    return reinterpret_cast<uintptr_t>(address) < 4096;
}

// Whether that is memory of the program's that stays mapped as long as it runs: its variables, its
// heap. False says nothing.
bool memory_stays(const void* address, size_t length);

// Whether [address, address + length) is mapped.
bool memory_is_mapped(const void* address, size_t length);
// The program has given memory back (VirtualFree, UnmapViewOfFile): what was known of pages is
// void.
void memory_unmapped();

// For what may be left out: null is none, and no fault.
template <typename Object>
bool memory_faults_if_given(const Object* address) {
    return address && !memory_is_mapped(address, sizeof *address);
}

}  // namespace berth::nt

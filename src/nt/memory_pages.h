// Pages of memory from the kernel, at Windows' granularity.
#pragma once

#include <cstddef>
#include <cstdint>

#include "berth/winnt_memory.h"

namespace berth::nt {

inline constexpr size_t kAllocationGranularity = 65536;

size_t page_size();

constexpr uintptr_t round_down(uintptr_t value, size_t unit) {
    return value & ~(uintptr_t{unit} - 1);
}
constexpr uintptr_t round_up(uintptr_t value, size_t unit) {
    return round_down(value + unit - 1, unit);
}

// Address space without access that starts at a multiple of the granularity; at `wanted` (a
// multiple) if that is not null. Null: none.
void* pages_reserve(void* wanted, size_t size);

// The kernel's PROT_ bits for PAGE_*; false where `protection` is none.
bool protection_translate(DWORD protection, int* bits);

// The mapping that holds an address, or the gap up to the next one, as the kernel lists it.
struct PageRange {
    uintptr_t begin = 0;
    uintptr_t end = 0;
    int bits = 0;         // PROT_
    bool mapped = false;  // false: a gap
    bool of_file = false;
    bool shared = false;
};
PageRange range_find(uintptr_t address);

}  // namespace berth::nt

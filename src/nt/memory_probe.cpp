#include "nt/memory_probe.h"

#include <sys/mman.h>

#include <algorithm>
#include <array>

namespace berth::nt {

bool memory_is_mapped(const void* address, size_t length) {
    constexpr uintptr_t kPage = 4096;
    constexpr size_t kPagesAtOnce = 64;
    if (memory_is_null_page(address))
        return false;
    auto first = reinterpret_cast<uintptr_t>(address);
    if (length == 0)
        return true;
    uintptr_t last = first + length - 1;
    if (last < first)
        return false;
    uintptr_t page = first & ~(kPage - 1);
    size_t pages = (last - page) / kPage + 1;
    std::array<unsigned char, kPagesAtOnce> residency;
    while (pages > 0) {
        size_t count = std::min(pages, kPagesAtOnce);
        if (mincore(reinterpret_cast<void*>(page), count * kPage, residency.data()) != 0)
            return false;
        page += count * kPage;
        pages -= count;
    }
    return true;
}

}  // namespace berth::nt

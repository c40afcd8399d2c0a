#include "nt/memory_probe.h"

#include <pthread.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>

namespace berth::nt {

namespace {

// Above the calling function, within the thread's stack: most of what programs point at.
[[gnu::always_inline]] inline bool is_on_stack(uintptr_t first, size_t length) {
    struct Stack {
        uintptr_t low = 0, high = 0;
        bool known = false;
    };
    static constinit thread_local Stack stack __attribute__((tls_model("initial-exec")));
    const auto frame = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
    if (!stack.known) [[unlikely]] {
        stack.known = true;
        pthread_attr_t attributes;
        if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
            void* low = nullptr;
            size_t size = 0;
            if (pthread_attr_getstack(&attributes, &low, &size) == 0) {
                stack.low = reinterpret_cast<uintptr_t>(low);
                stack.high = stack.low + size;
            }
            pthread_attr_destroy(&attributes);
        }
    }
    // A fiber's frame is elsewhere, and below it nothing is known.
    return frame >= stack.low && first >= frame && first <= stack.high &&
           length <= stack.high - first;
}

}  // namespace

bool memory_is_mapped(const void* address, size_t length) {
    constexpr uintptr_t kPage = 4096;
    constexpr size_t kPagesAtOnce = 64;
    if (memory_is_null_page(address))
        return false;
    auto first = reinterpret_cast<uintptr_t>(address);
    if (length == 0 || is_on_stack(first, length))
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

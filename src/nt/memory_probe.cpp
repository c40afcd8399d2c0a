#include "nt/memory_probe.h"

#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <cstring>

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

// What stays mapped as long as the process lives: the program's own variables, and the part of the
// heap that grows by brk.
struct ProgramMemory {
    uintptr_t variables = 0, variables_end = 0;
    uintptr_t heap = ~uintptr_t{0};
};

// Of the first object, which is the program.
int variables_find(dl_phdr_info* info, size_t, void* found) {
    auto& memory = *static_cast<ProgramMemory*>(found);
    for (unsigned i = 0; i < info->dlpi_phnum; ++i) {
        const auto& segment = info->dlpi_phdr[i];
        if (segment.p_type != PT_LOAD || (segment.p_flags & PF_W) == 0)
            continue;
        memory.variables = info->dlpi_addr + segment.p_vaddr;
        memory.variables_end = memory.variables + segment.p_memsz;
    }
    return 1;
}

// start_brk, the 47th field of /proc/self/stat; all ones where it is not told.
uintptr_t heap_find() {
    constexpr int kField = 47;
    char text[1024];
    const int fd = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
    const ssize_t length = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;
    if (fd >= 0)
        close(fd);
    text[std::max<ssize_t>(length, 0)] = 0;
    // The second, the program's name, is in parentheses and may hold anything.
    const char* at = std::strrchr(text, ')');
    for (int field = 2; at && field < kField; ++field)
        at = std::strchr(at + 1, ' ');
    const uintptr_t heap = at ? std::strtoull(at, nullptr, 10) : 0;
    return heap != 0 ? heap : ~uintptr_t{0};
}

bool is_of_program(uintptr_t first, size_t length) {
    static const ProgramMemory memory = [] {
        ProgramMemory found;
        dl_iterate_phdr(variables_find, &found);
        found.heap = heap_find();
        return found;
    }();
    if (first >= memory.heap) {
        const auto end = reinterpret_cast<uintptr_t>(sbrk(0));
        return first <= end && length <= end - first;
    }
    return first >= memory.variables && first <= memory.variables_end &&
           length <= memory.variables_end - first;
}

constexpr uintptr_t kPage = 4096;

std::atomic<uint32_t> unmapped_count{0};

// Pages that this thread has found mapped: a server's addresses and results lie in few, and in a
// worker's part of the heap, of which nothing else is known.
struct KnownPages {
    uint32_t unmapped_seen = 0;
    std::array<uintptr_t, 32> pages{};
    uintptr_t& place(uintptr_t page) { return pages[page / kPage % pages.size()]; }
};
constinit thread_local KnownPages known __attribute__((tls_model("initial-exec")));

bool pages_are_known(uintptr_t page, size_t count) {
    const uint32_t now = unmapped_count.load(std::memory_order_relaxed);
    if (known.unmapped_seen != now) {
        known.unmapped_seen = now;
        known.pages.fill(0);
    }
    size_t i = 0;
    while (i < count && known.place(page + i * kPage) == page + i * kPage)
        ++i;
    return i == count;
}

}  // namespace

void memory_unmapped() {
    unmapped_count.fetch_add(1, std::memory_order_relaxed);
}

bool memory_stays(const void* address, size_t length) {
    return is_of_program(reinterpret_cast<uintptr_t>(address), length);
}

bool memory_is_mapped(const void* address, size_t length) {
    constexpr size_t kPagesAtOnce = 64;
    if (memory_is_null_page(address))
        return false;
    auto first = reinterpret_cast<uintptr_t>(address);
    if (length == 0 || is_on_stack(first, length) || is_of_program(first, length))
        return true;
    uintptr_t last = first + length - 1;
    if (last < first)
        return false;
    uintptr_t page = first & ~(kPage - 1);
    size_t pages = (last - page) / kPage + 1;
    if (pages_are_known(page, pages))
        return true;
    std::array<unsigned char, kPagesAtOnce> residency;
    while (pages > 0) {
        size_t count = std::min(pages, kPagesAtOnce);
        if (mincore(reinterpret_cast<void*>(page), count * kPage, residency.data()) != 0)
            return false;
        for (size_t i = 0; i < count; ++i)
            known.place(page + i * kPage) = page + i * kPage;
        page += count * kPage;
        pages -= count;
    }
    return true;
}

}  // namespace berth::nt

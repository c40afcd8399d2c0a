#include "nt/memory_pages.h"

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <cerrno>
#include <cstdio>
#include <memory>

#include "berth/winbase_memory.h"
#include "nt/text.h"

namespace berth::nt {

size_t page_size() {
    static const auto size = static_cast<size_t>(sysconf(_SC_PAGESIZE));
    return size;
}

void* pages_reserve(void* wanted, size_t size) {
    constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    if (wanted) {
        void* base = mmap(wanted, size, PROT_NONE, kFlags | MAP_FIXED_NOREPLACE, -1, 0);
        if (base != MAP_FAILED && base != wanted) {  // a kernel that does not know the flag
            munmap(base, size);
            base = MAP_FAILED;
        }
        return base == MAP_FAILED ? nullptr : base;
    }
    if (size > SIZE_MAX - 2 * kAllocationGranularity)
        return nullptr;
    const size_t whole = size + kAllocationGranularity;
    void* map = mmap(nullptr, whole, PROT_NONE, kFlags, -1, 0);
    if (map == MAP_FAILED)
        return nullptr;
    const auto begin = reinterpret_cast<uintptr_t>(map);
    const uintptr_t base = round_up(begin, kAllocationGranularity);
    const uintptr_t end = round_up(base + size, page_size());
    if (base > begin)
        munmap(map, base - begin);
    if (begin + whole > end)
        munmap(reinterpret_cast<void*>(end), begin + whole - end);
    return reinterpret_cast<void*>(base);
}

bool protection_translate(DWORD protection, int* bits) {
    if (protection & PAGE_GUARD)  // a guard page's exception can't be raised: it has no access
        protection = PAGE_NOACCESS;
    switch (protection & 0xff) {
        case PAGE_NOACCESS:
            *bits = PROT_NONE;
            return true;
        case PAGE_READONLY:
            *bits = PROT_READ;
            return true;
        case PAGE_READWRITE:
        case PAGE_WRITECOPY:
            *bits = PROT_READ | PROT_WRITE;
            return true;
        case PAGE_EXECUTE:
        case PAGE_EXECUTE_READ:
            *bits = PROT_READ | PROT_EXEC;
            return true;
        case PAGE_EXECUTE_READWRITE:
        case PAGE_EXECUTE_WRITECOPY:
            *bits = PROT_READ | PROT_WRITE | PROT_EXEC;
            return true;
        default:
            return false;
    }
}

PageRange range_find(uintptr_t address) {
    PageRange range;
    range.end = ~uintptr_t{0};
    const std::unique_ptr<FILE, int (*)(FILE*)> maps(fopen("/proc/self/maps", "re"), fclose);
    char line[512];
    bool line_start = true;
    while (maps && fgets(line, sizeof(line), maps.get())) {
        const bool parse = line_start;
        line_start = std::string_view(line).ends_with('\n');
        unsigned long begin = 0;
        unsigned long end = 0;
        unsigned long inode = 0;
        char access[8] = {};
        if (!parse || sscanf(line, "%lx-%lx %7s %*x %*s %lu", &begin, &end, access, &inode) != 4)
            continue;
        if (end <= address) {
            range.begin = end;
            continue;
        }
        if (begin > address) {
            range.end = begin;
            break;
        }
        range = {begin, end, 0, true, inode != 0, access[3] == 's'};
        range.bits = (access[0] == 'r' ? PROT_READ : 0) | (access[1] == 'w' ? PROT_WRITE : 0) |
                     (access[2] == 'x' ? PROT_EXEC : 0);
        break;
    }
    return range;
}

}  // namespace berth::nt

using namespace berth::nt;

namespace {

// The kernel reads eight bytes for a set of signals before it looks at what to do with them, which
// here is nothing that exists: EFAULT tells that they can't be read. No signal, no descriptor.
bool word_readable(uintptr_t address) {
    return syscall(SYS_rt_sigprocmask, ~0L, address, nullptr, 8L) == 0 || errno != EFAULT;
}

// Its second word is asked for: null would mean "no set" and is never read.
bool page_readable(uintptr_t address) {
    return word_readable(round_down(address, page_size()) + 8);
}

bool span_valid(uintptr_t begin, uintptr_t size) {
    return begin + size >= begin;
}

bool span_readable(uintptr_t begin, uintptr_t size) {
    if (size == 0)
        return true;
    if (!span_valid(begin, size))
        return false;
    const int kept = errno;
    bool good = true;
    for (uintptr_t page = round_down(begin, page_size()); good && page < begin + size;
         page += page_size())
        good = page_readable(page);
    errno = kept;
    return good;
}

bool span_allows(uintptr_t begin, uintptr_t size, int bits) {
    if (!span_valid(begin, size))
        return false;
    for (uintptr_t at = begin; at < begin + size;) {
        const PageRange range = range_find(at);
        if (!range.mapped || (range.bits & bits) != bits)
            return false;
        at = range.end;
    }
    return true;
}

template <typename Char>
bool string_readable(const Char* text, UINT_PTR limit) {
    const int kept = errno;
    bool good = true;
    for (UINT_PTR index = 0; good && index < limit; ++index) {
        const auto address = reinterpret_cast<uintptr_t>(text + index);
        if (index == 0 || address % page_size() < sizeof(Char))
            good = span_readable(address, sizeof(Char));
        if (good && text[index] == 0)
            break;
    }
    errno = kept;
    return good;
}

}  // namespace

extern "C" {

BOOL WINAPI IsBadReadPtr(const void* pointer, UINT_PTR size) {
    return !span_readable(reinterpret_cast<uintptr_t>(pointer), size);
}

BOOL WINAPI IsBadWritePtr(LPVOID pointer, UINT_PTR size) {
    return !span_allows(reinterpret_cast<uintptr_t>(pointer), size, PROT_WRITE);
}

BOOL WINAPI IsBadCodePtr(FARPROC pointer) {
    return !span_readable(reinterpret_cast<uintptr_t>(pointer), 1);
}

BOOL WINAPI IsBadStringPtrA(LPCSTR text, UINT_PTR limit) {
    return !string_readable(text, limit);
}

BOOL WINAPI IsBadStringPtrW(LPCWSTR text, UINT_PTR limit) {
    return !string_readable(text, limit);
}

}  // extern "C"

// VirtualAlloc and its kin: reserved regions, and which of their pages are committed how.
#include <sys/mman.h>
#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>

#include "memoryapi.h"
#include "nt/api.h"
#include "nt/errno.h"
#include "nt/lasting.h"
#include "nt/memory_pages.h"
#include "nt/memory_probe.h"
#include "processthreadsapi.h"

using namespace berth::nt;

namespace {

constexpr DWORD kReserved = 0;  // a page's state where it has no protection

struct Region {
    uintptr_t end = 0;
    DWORD protection = PAGE_NOACCESS;  // as it was reserved
    // From an address on, pages are in this state, up to the next entry.
    std::map<uintptr_t, DWORD> states;

    // Splits the states at an address, so that an entry starts there.
    void split(uintptr_t at) {
        if (at < end)
            states.emplace(at, std::prev(states.upper_bound(at))->second);
    }
    void set(uintptr_t from, uintptr_t to, DWORD state) {
        split(from);
        split(to);
        states.erase(states.lower_bound(from), states.lower_bound(to));
        states[from] = state;
    }
    bool all_committed(uintptr_t from, uintptr_t to) const {
        for (auto at = std::prev(states.upper_bound(from)); at != states.end() && at->first < to;
             ++at)
            if (at->second == kReserved)
                return false;
        return true;
    }
};

struct Regions {
    std::mutex lock;
    std::map<uintptr_t, Region> by_base;

    // The region that holds all of [from, to).
    std::map<uintptr_t, Region>::iterator find(uintptr_t from, uintptr_t to) {
        auto found = by_base.upper_bound(from);
        if (found == by_base.begin())
            return by_base.end();
        --found;
        return to <= found->second.end ? found : by_base.end();
    }
};

Regions& regions() {
    static Lasting<Regions> lasting;
    Regions& table = lasting.get();
    return table;
}

void* pointer(uintptr_t address) {
    return reinterpret_cast<void*>(address);
}

DWORD region_reserve(uintptr_t wanted, size_t size, DWORD protection, uintptr_t* base) {
    const uintptr_t begin = round_down(wanted, kAllocationGranularity);
    const size_t length = round_up(size + (wanted - begin), page_size());
    void* map = pages_reserve(pointer(begin), length);
    if (!map)
        return wanted ? ERROR_INVALID_ADDRESS : ERROR_NOT_ENOUGH_MEMORY;
    *base = reinterpret_cast<uintptr_t>(map);
    Region region;
    region.end = *base + length;
    region.protection = protection;
    region.states[*base] = kReserved;
    regions().by_base.emplace(*base, std::move(region));
    return 0;
}

DWORD pages_commit(uintptr_t from, uintptr_t to, DWORD protection, int bits) {
    const auto found = regions().find(from, to);
    if (found == regions().by_base.end())
        return ERROR_INVALID_ADDRESS;
    if (mprotect(pointer(from), to - from, bits) != 0)
        return error_from_errno(errno);
    found->second.set(from, to, protection);
    return 0;
}

DWORD memory_allocate(void* address, size_t size, DWORD type, DWORD protection, void** result) {
    constexpr DWORD kKnown = MEM_COMMIT | MEM_RESERVE | MEM_RESET | MEM_TOP_DOWN;
    int bits = 0;
    const auto wanted = reinterpret_cast<uintptr_t>(address);
    if (size == 0 || !protection_translate(protection, &bits) || (type & ~kKnown) != 0 ||
        !(type & (MEM_COMMIT | MEM_RESERVE | MEM_RESET)))
        return ERROR_INVALID_PARAMETER;
    if (size > SIZE_MAX / 2 || wanted > UINTPTR_MAX - size - kAllocationGranularity)
        return wanted ? ERROR_INVALID_PARAMETER : ERROR_NOT_ENOUGH_MEMORY;
    const std::lock_guard<std::mutex> guard(regions().lock);
    uintptr_t from = round_down(wanted, page_size());
    uintptr_t to = round_up(wanted + size, page_size());
    if (type & MEM_RESET) {
        // The content no longer matters; what becomes of it is the kernel's choice.
        if (regions().find(from, to) == regions().by_base.end())
            return ERROR_INVALID_ADDRESS;
        madvise(pointer(from), to - from, MADV_FREE);
        *result = pointer(from);
        return 0;
    }
    if ((type & MEM_RESERVE) || wanted == 0) {
        uintptr_t base = 0;
        if (const DWORD error = region_reserve(wanted, size, protection, &base))
            return error;
        from = base;
        to = regions().by_base.at(base).end;
    }
    *result = pointer(from);
    return type & MEM_COMMIT ? pages_commit(from, to, protection, bits) : 0;
}

DWORD region_release(uintptr_t base) {
    const auto found = regions().by_base.find(base);
    if (found == regions().by_base.end())
        return ERROR_INVALID_ADDRESS;
    munmap(pointer(base), found->second.end - base);
    memory_unmapped();
    regions().by_base.erase(found);
    return 0;
}

DWORD pages_decommit(uintptr_t address, size_t size) {
    uintptr_t from = round_down(address, page_size());
    uintptr_t to = round_up(address + size, page_size());
    const auto found = regions().find(from, to);
    if (found == regions().by_base.end())
        return ERROR_INVALID_ADDRESS;
    if (size == 0) {
        if (address != found->first)
            return ERROR_INVALID_PARAMETER;
        from = found->first;
        to = found->second.end;
    }
    // A fresh mapping over the old one gives its pages back in one step.
    if (mmap(pointer(from), to - from, PROT_NONE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0) == MAP_FAILED)
        return error_from_errno(errno);
    found->second.set(from, to, kReserved);
    return 0;
}

DWORD protection_from(const PageRange& range) {
    const bool copy = range.of_file && !range.shared;
    switch (range.bits & (PROT_READ | PROT_WRITE | PROT_EXEC)) {
        case PROT_READ:
            return PAGE_READONLY;
        case PROT_WRITE:
        case PROT_READ | PROT_WRITE:
            return copy ? PAGE_WRITECOPY : PAGE_READWRITE;
        case PROT_EXEC:
            return PAGE_EXECUTE;
        case PROT_READ | PROT_EXEC:
            return PAGE_EXECUTE_READ;
        case PROT_WRITE | PROT_EXEC:
        case PROT_READ | PROT_WRITE | PROT_EXEC:
            return copy ? PAGE_EXECUTE_WRITECOPY : PAGE_EXECUTE_READWRITE;
        default:
            return PAGE_NOACCESS;
    }
}

DWORD pages_protect(uintptr_t address, size_t size, DWORD protection, DWORD* old) {
    int bits = 0;
    if (size == 0 || !protection_translate(protection, &bits))
        return ERROR_INVALID_PARAMETER;
    if (address > UINTPTR_MAX - size - page_size())
        return ERROR_INVALID_ADDRESS;
    const uintptr_t from = round_down(address, page_size());
    const uintptr_t to = round_up(address + size, page_size());
    const std::lock_guard<std::mutex> guard(regions().lock);
    const auto found = regions().find(from, to);
    if (found != regions().by_base.end()) {
        Region& region = found->second;
        if (!region.all_committed(from, to))
            return ERROR_INVALID_ADDRESS;
        *old = std::prev(region.states.upper_bound(from))->second;
        if (mprotect(pointer(from), to - from, bits) != 0)
            return error_from_errno(errno);
        region.set(from, to, protection);
        return 0;
    }
    const PageRange range = range_find(from);
    if (!range.mapped || mprotect(pointer(from), to - from, bits) != 0)
        return ERROR_INVALID_ADDRESS;
    *old = protection_from(range);
    return 0;
}

void query_region(uintptr_t base, const Region& region, uintptr_t at,
                  MEMORY_BASIC_INFORMATION& information) {
    const auto next = region.states.upper_bound(at);
    const DWORD state = std::prev(next)->second;
    information.AllocationBase = pointer(base);
    information.AllocationProtect = region.protection;
    information.RegionSize = (next == region.states.end() ? region.end : next->first) - at;
    information.State = state == kReserved ? MEM_RESERVE : MEM_COMMIT;
    information.Protect = state;
    information.Type = MEM_PRIVATE;
}

void query_kernel(uintptr_t at, MEMORY_BASIC_INFORMATION& information) {
    const PageRange range = range_find(at);
    information.RegionSize = range.end - at;
    if (!range.mapped) {
        information.State = MEM_FREE;
        information.Protect = PAGE_NOACCESS;
        return;
    }
    information.AllocationBase = pointer(range.begin);
    information.State = MEM_COMMIT;
    information.Protect = protection_from(range);
    information.AllocationProtect = information.Protect;
    information.Type = range.shared ? MEM_MAPPED : range.of_file ? MEM_IMAGE : MEM_PRIVATE;
}

DWORD pages_lock(LPVOID address, SIZE_T size, bool lock) {
    if (size == 0)
        return ERROR_INVALID_PARAMETER;
    if ((lock ? mlock(address, size) : munlock(address, size)) == 0)
        return 0;
    if (errno == ENOMEM && range_find(reinterpret_cast<uintptr_t>(address)).mapped)
        return ERROR_WORKING_SET_QUOTA;
    return errno == EPERM || errno == EAGAIN ? ERROR_WORKING_SET_QUOTA : ERROR_INVALID_ADDRESS;
}

// 0 where the handle names this process.
DWORD process_check(HANDLE process) {
    const DWORD id = GetProcessId(process);
    if (id == 0)
        return ERROR_INVALID_HANDLE;
    return id == GetCurrentProcessId() ? 0 : ERROR_ACCESS_DENIED;
}

}  // namespace

extern "C" {

LPVOID WINAPI VirtualAlloc(LPVOID address, SIZE_T size, DWORD type, DWORD protection) {
    return api_call<LPVOID>(nullptr, [&]() -> LPVOID {
        void* result = nullptr;
        const DWORD error = memory_allocate(address, size, type, protection, &result);
        return error == 0 ? result : api_fail<LPVOID>(error, nullptr);
    });
}

BOOL WINAPI VirtualFree(LPVOID address, SIZE_T size, DWORD type) {
    return api_bool([&]() -> DWORD {
        const auto at = reinterpret_cast<uintptr_t>(address);
        if ((type != MEM_RELEASE && type != MEM_DECOMMIT) || (type == MEM_RELEASE && size != 0) ||
            at > UINTPTR_MAX - size)
            return ERROR_INVALID_PARAMETER;
        const std::lock_guard<std::mutex> guard(regions().lock);
        return type == MEM_RELEASE ? region_release(at) : pages_decommit(at, size);
    });
}

LPVOID WINAPI VirtualAllocEx(HANDLE process, LPVOID address, SIZE_T size, DWORD type,
                             DWORD protection) {
    return api_call<LPVOID>(nullptr, [&]() -> LPVOID {
        const DWORD error = process_check(process);
        return error == 0 ? VirtualAlloc(address, size, type, protection)
                          : api_fail<LPVOID>(error, nullptr);
    });
}

LPVOID WINAPI VirtualAllocExNuma(HANDLE process, LPVOID address, SIZE_T size, DWORD type,
                                 DWORD protection, DWORD /*preferred*/) {
    return VirtualAllocEx(process, address, size, type, protection);
}

BOOL WINAPI VirtualFreeEx(HANDLE process, LPVOID address, SIZE_T size, DWORD type) {
    return api_call<BOOL>(FALSE, [&]() -> BOOL {
        const DWORD error = process_check(process);
        return error == 0 ? VirtualFree(address, size, type) : api_fail<BOOL>(error, FALSE);
    });
}

BOOL WINAPI VirtualProtect(LPVOID address, SIZE_T size, DWORD protection, PDWORD old) {
    return api_bool([&]() -> DWORD {
        if (!old)
            return ERROR_NOACCESS;
        return pages_protect(reinterpret_cast<uintptr_t>(address), size, protection, old);
    });
}

SIZE_T WINAPI VirtualQuery(LPCVOID address, PMEMORY_BASIC_INFORMATION information, SIZE_T length) {
    if (!information || length < sizeof(*information))
        return api_fail<SIZE_T>(ERROR_BAD_LENGTH, 0);
    const uintptr_t at = round_down(reinterpret_cast<uintptr_t>(address), page_size());
    if (at >= uintptr_t{1} << 47)
        return api_fail<SIZE_T>(ERROR_INVALID_PARAMETER, 0);
    *information = MEMORY_BASIC_INFORMATION{};
    information->BaseAddress = pointer(at);
    const std::lock_guard<std::mutex> guard(regions().lock);
    const auto found = regions().find(at, at + 1);
    if (found != regions().by_base.end())
        query_region(found->first, found->second, at, *information);
    else
        query_kernel(at, *information);
    return sizeof(*information);
}

BOOL WINAPI VirtualLock(LPVOID address, SIZE_T size) {
    return api_bool([&] { return pages_lock(address, size, true); });
}

BOOL WINAPI VirtualUnlock(LPVOID address, SIZE_T size) {
    return api_bool([&] { return pages_lock(address, size, false); });
}

SIZE_T WINAPI GetLargePageMinimum(void) {
    return 0;
}

}  // extern "C"

// Views of file mappings.
#include <sys/mman.h>
#include <cerrno>
#include <map>
#include <mutex>

#include "memoryapi.h"
#include "nt/api.h"
#include "nt/errno.h"
#include "nt/file_mapping.h"
#include "nt/lasting.h"
#include "nt/memory_pages.h"
#include "nt/memory_probe.h"

using namespace berth::nt;

namespace {

struct View {
    size_t size = 0;
    Ref<FileMapping> mapping;
};

struct Views {
    std::mutex lock;
    std::map<uintptr_t, View> by_base;

    // The view that holds an address.
    std::map<uintptr_t, View>::iterator find(uintptr_t address) {
        auto found = by_base.upper_bound(address);
        if (found == by_base.begin())
            return by_base.end();
        --found;
        return address < found->first + found->second.size ? found : by_base.end();
    }
};

Views& views() {
    static Lasting<Views> lasting;
    Views& table = lasting.get();
    return table;
}

// The kernel's PROT_ and MAP_ bits for a view, as far as the mapping's protection allows it.
DWORD view_access(DWORD protection, DWORD access, int* bits, int* flags) {
    const DWORD kind = protection & 0xff;
    const bool writable = kind == PAGE_READWRITE || kind == PAGE_EXECUTE_READWRITE;
    const bool executable = kind >= PAGE_EXECUTE_READ;
    *flags = MAP_SHARED;
    *bits = PROT_READ;
    if (access & FILE_MAP_WRITE) {
        if (!writable)
            return ERROR_ACCESS_DENIED;
        *bits |= PROT_WRITE;
    } else if ((access & FILE_MAP_COPY) && !(access & FILE_MAP_READ)) {
        *bits |= PROT_WRITE;
        *flags = MAP_PRIVATE;
    } else if (!(access & (FILE_MAP_READ | FILE_MAP_EXECUTE))) {
        return ERROR_INVALID_PARAMETER;
    }
    if (access & FILE_MAP_EXECUTE) {
        if (!executable)
            return ERROR_ACCESS_DENIED;
        *bits |= PROT_EXEC;
    }
    return 0;
}

DWORD view_map(HANDLE handle, DWORD access, uint64_t offset, size_t size, void* wanted,
               void** base) {
    DWORD error = 0;
    Ref<FileMapping> mapping = handle_get<FileMapping>(handle, 0, &error);
    if (!mapping)
        return error;
    int bits = 0;
    int flags = 0;
    error = view_access(mapping->protection(), access, &bits, &flags);
    if (error != 0)
        return error;
    if (offset % kAllocationGranularity != 0 ||
        reinterpret_cast<uintptr_t>(wanted) % kAllocationGranularity != 0)
        return ERROR_MAPPED_ALIGNMENT;
    if (offset >= mapping->size() || size > mapping->size() - offset)
        return ERROR_ACCESS_DENIED;
    const size_t length = size ? size : mapping->size() - offset;
    void* space = pages_reserve(wanted, length);
    if (!space)
        return wanted ? ERROR_INVALID_ADDRESS : ERROR_NOT_ENOUGH_MEMORY;
    if (mmap(space, length, bits, flags | MAP_FIXED, mapping->descriptor(),
             static_cast<off_t>(mapping->offset() + offset)) == MAP_FAILED) {
        error = error_from_errno(errno);
        munmap(space, length);
        return error;
    }
    const std::lock_guard<std::mutex> guard(views().lock);
    views().by_base[reinterpret_cast<uintptr_t>(space)] = View{length, std::move(mapping)};
    *base = space;
    return 0;
}

}  // namespace

extern "C" {

LPVOID WINAPI MapViewOfFileEx(HANDLE handle, DWORD access, DWORD offset_high, DWORD offset_low,
                              SIZE_T size, LPVOID wanted) {
    return api_call<LPVOID>(nullptr, [&]() -> LPVOID {
        void* base = nullptr;
        const DWORD error =
            view_map(handle, access, uint64_t{offset_high} << 32 | offset_low, size, wanted, &base);
        return error == 0 ? base : api_fail<LPVOID>(error, nullptr);
    });
}

LPVOID WINAPI MapViewOfFile(HANDLE handle, DWORD access, DWORD offset_high, DWORD offset_low,
                            SIZE_T size) {
    return MapViewOfFileEx(handle, access, offset_high, offset_low, size, nullptr);
}

BOOL WINAPI UnmapViewOfFile(LPCVOID base) {
    return api_bool([&]() -> DWORD {
        View view;
        {
            const std::lock_guard<std::mutex> guard(views().lock);
            const auto found = views().find(reinterpret_cast<uintptr_t>(base));
            if (found == views().by_base.end())
                return ERROR_INVALID_ADDRESS;
            munmap(reinterpret_cast<void*>(found->first), found->second.size);
            memory_unmapped();
            view = std::move(found->second);
            views().by_base.erase(found);
        }
        return 0;
    });
}

BOOL WINAPI FlushViewOfFile(LPCVOID base, SIZE_T size) {
    return api_bool([&]() -> DWORD {
        const auto at = reinterpret_cast<uintptr_t>(base);
        const std::lock_guard<std::mutex> guard(views().lock);
        const auto found = views().find(at);
        if (found == views().by_base.end())
            return ERROR_INVALID_ADDRESS;
        const uintptr_t end = found->first + found->second.size;
        const uintptr_t from = round_down(at, page_size());
        const uintptr_t to = size == 0 || size > end - at ? end : at + size;
        // Windows starts to write back and does not wait; FlushFileBuffers waits.
        return msync(reinterpret_cast<void*>(from), to - from, MS_ASYNC) == 0
                   ? 0
                   : error_from_errno(errno);
    });
}

}  // extern "C"

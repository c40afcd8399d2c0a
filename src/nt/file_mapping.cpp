// CreateFileMapping and OpenFileMapping. A mapping with a name is a file that processes share by
// name: a header, then either the memory itself or, for a mapping of a file, the path of that file.
#include "nt/file_mapping.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <climits>
#include <cstring>

#include "berth/winbase_mapping.h"
#include "fileapi.h"
#include "memoryapi.h"
#include "nt/api.h"
#include "nt/errno.h"
#include "nt/file.h"
#include "nt/memory_pages.h"
#include "nt/text.h"

namespace berth::nt {

FileMapping::~FileMapping() {
    close(descriptor_);
}

}  // namespace berth::nt

using namespace berth::nt;

namespace {

constexpr uint64_t kMagic = 0x31304e4f49544553;  // "SECTION01"
constexpr uint64_t kDataOffset = kAllocationGranularity;

struct SharedHeader {
    uint64_t magic;
    uint64_t size;
    DWORD protection;
    DWORD path_length;    // 0: the memory follows at kDataOffset
    char path[PATH_MAX];  // of the file that is mapped
};

struct MappingRequest {
    HANDLE file;
    DWORD protection;
    uint64_t size;
    bool inherit;
};

bool protection_writes(DWORD protection) {
    return (protection & 0xff) == PAGE_READWRITE || (protection & 0xff) == PAGE_EXECUTE_READWRITE;
}

bool protection_known(DWORD protection) {
    int bits = 0;
    return protection_translate(protection, &bits) && (protection & 0xff) != PAGE_NOACCESS &&
           (protection & 0xff) != PAGE_EXECUTE;
}

HANDLE mapping_handle(int descriptor, uint64_t offset, uint64_t size, DWORD protection,
                      SharedName name, bool inherit) {
    Ref<FileMapping> mapping =
        object_make<FileMapping>(descriptor, offset, size, protection, std::move(name));
    if (!mapping) {
        close(descriptor);
        return nullptr;
    }
    return handle_make(std::move(mapping), SECTION_ALL_ACCESS, inherit);
}

// The descriptor to map for a file's handle, and the size of the mapping.
DWORD file_prepare(const MappingRequest& request, int* descriptor, uint64_t* size) {
    DWORD error = 0;
    const bool writes = protection_writes(request.protection);
    const Ref<File> file = handle_get<File>(
        request.file, FILE_READ_DATA | (writes ? DWORD{FILE_WRITE_DATA} : 0), &error);
    if (!file)
        return error;
    if (file->kind() != File::Kind::kDisk)
        return ERROR_BAD_EXE_FORMAT;
    struct stat status {};
    if (fstat(file->descriptor(), &status) != 0)
        return error_from_errno(errno);
    const auto length = static_cast<uint64_t>(status.st_size);
    *size = request.size ? request.size : length;
    if (*size == 0)
        return ERROR_FILE_INVALID;
    if (*size > length) {
        if (!writes)
            return ERROR_NOT_ENOUGH_MEMORY;
        if (*size > INT64_MAX || ftruncate(file->descriptor(), static_cast<off_t>(*size)) != 0)
            return *size > INT64_MAX ? DWORD{ERROR_INVALID_PARAMETER} : error_from_errno(errno);
    }
    *descriptor = fcntl(file->descriptor(), F_DUPFD_CLOEXEC, 3);
    return *descriptor < 0 ? error_from_errno(errno) : 0;
}

DWORD memory_prepare(const MappingRequest& request, int* descriptor) {
    if (request.size == 0 || request.size > INT64_MAX)
        return ERROR_INVALID_PARAMETER;
    const int memory = memfd_create("berth-mapping", MFD_CLOEXEC);
    if (memory < 0)
        return error_from_errno(errno);
    if (ftruncate(memory, static_cast<off_t>(request.size)) != 0) {
        const DWORD error = errno == EINVAL || errno == EFBIG ? DWORD{ERROR_NOT_ENOUGH_MEMORY}
                                                              : error_from_errno(errno);
        close(memory);
        return error;
    }
    *descriptor = memory;
    return 0;
}

// Fills in a name that is new.
DWORD shared_fill(const SharedName& name, const MappingRequest& request) {
    SharedHeader header{};
    header.magic = kMagic;
    header.protection = request.protection;
    header.size = request.size;
    uint64_t length = sizeof(header);
    if (request.file == kInvalidHandle) {
        if (request.size == 0 || request.size > INT64_MAX - kDataOffset)
            return ERROR_INVALID_PARAMETER;
        length = kDataOffset + request.size;
    } else {
        int descriptor = -1;
        if (const DWORD error = file_prepare(request, &descriptor, &header.size))
            return error;
        const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
        const ssize_t got = readlink(link.c_str(), header.path, sizeof(header.path) - 1);
        close(descriptor);
        if (got <= 0)
            return ERROR_FILE_INVALID;
        header.path_length = static_cast<DWORD>(got);
    }
    if (ftruncate(name.descriptor(), static_cast<off_t>(length)) != 0 ||
        pwrite(name.descriptor(), &header, sizeof(header), 0) != sizeof(header))
        return errno == EFBIG || errno == EINVAL ? DWORD{ERROR_NOT_ENOUGH_MEMORY}
                                                 : error_from_errno(errno);
    return 0;
}

// A handle upon a name that is filled in.
DWORD shared_handle(SharedName name, bool inherit, HANDLE* handle) {
    SharedHeader header{};
    if (pread(name.descriptor(), &header, sizeof(header), 0) != sizeof(header) ||
        header.magic != kMagic || header.path_length >= sizeof(header.path))
        return ERROR_INVALID_HANDLE;
    int descriptor = -1;
    if (header.path_length != 0) {
        header.path[header.path_length] = 0;
        const int mode = protection_writes(header.protection) ? O_RDWR : O_RDONLY;
        descriptor = open(header.path, mode | O_CLOEXEC);
    } else {
        descriptor = fcntl(name.descriptor(), F_DUPFD_CLOEXEC, 3);
    }
    if (descriptor < 0)
        return error_from_errno(errno);
    *handle = mapping_handle(descriptor, header.path_length ? 0 : kDataOffset, header.size,
                             header.protection, std::move(name), inherit);
    return *handle ? 0 : DWORD{ERROR_NOT_ENOUGH_MEMORY};
}

DWORD mapping_create_named(const MappingRequest& request, std::string_view name, HANDLE* handle,
                           bool* existed) {
    SharedName shared;
    bool created = false;
    if (const DWORD error = shared.create(name, &created))
        return error;
    *existed = !created;
    if (created) {
        if (const DWORD error = shared_fill(shared, request)) {
            if (ftruncate(shared.descriptor(), 0) != 0) {
                // the name goes with this descriptor all the same
            }
            return error;
        }
        shared.publish();
    }
    return shared_handle(std::move(shared), request.inherit, handle);
}

HANDLE mapping_create(HANDLE file, LPSECURITY_ATTRIBUTES security, DWORD protection, uint64_t size,
                      const std::string& name) {
    const MappingRequest request{file, protection, size, security && security->bInheritHandle};
    HANDLE handle = nullptr;
    bool existed = false;
    DWORD error = 0;
    if (!protection_known(protection)) {
        error = ERROR_INVALID_PARAMETER;
    } else if (!name.empty()) {
        error = mapping_create_named(request, name, &handle, &existed);
    } else {
        int descriptor = -1;
        uint64_t whole = size;
        error = file == kInvalidHandle ? memory_prepare(request, &descriptor)
                                       : file_prepare(request, &descriptor, &whole);
        if (error == 0)
            handle = mapping_handle(descriptor, 0, whole, protection, {}, request.inherit);
        if (error == 0 && !handle)
            error = ERROR_NOT_ENOUGH_MEMORY;
    }
    last_error_set(error != 0 ? error : existed ? DWORD{ERROR_ALREADY_EXISTS} : 0);
    return handle;
}

HANDLE mapping_open(bool inherit, const std::string& name) {
    SharedName shared;
    HANDLE handle = nullptr;
    DWORD error = shared.open(name);
    if (error == 0)
        error = shared_handle(std::move(shared), inherit, &handle);
    return error == 0 ? handle : api_fail<HANDLE>(error, nullptr);
}

}  // namespace

extern "C" {

HANDLE WINAPI CreateFileMappingA(HANDLE file, LPSECURITY_ATTRIBUTES security, DWORD protection,
                                 DWORD size_high, DWORD size_low, LPCSTR name) {
    return api_call<HANDLE>(nullptr, [&] {
        return mapping_create(file, security, protection, uint64_t{size_high} << 32 | size_low,
                              name ? name : "");
    });
}

HANDLE WINAPI CreateFileMappingW(HANDLE file, LPSECURITY_ATTRIBUTES security, DWORD protection,
                                 DWORD size_high, DWORD size_low, LPCWSTR name) {
    return api_call<HANDLE>(nullptr, [&] {
        return mapping_create(file, security, protection, uint64_t{size_high} << 32 | size_low,
                              utf8_from_wide(name));
    });
}

HANDLE WINAPI OpenFileMappingA(DWORD, BOOL inherit, LPCSTR name) {
    if (!name)
        return api_fail<HANDLE>(ERROR_INVALID_PARAMETER, nullptr);
    return api_call<HANDLE>(nullptr, [&] { return mapping_open(inherit != FALSE, name); });
}

HANDLE WINAPI OpenFileMappingW(DWORD, BOOL inherit, LPCWSTR name) {
    if (!name)
        return api_fail<HANDLE>(ERROR_INVALID_PARAMETER, nullptr);
    return api_call<HANDLE>(nullptr,
                            [&] { return mapping_open(inherit != FALSE, utf8_from_wide(name)); });
}

}  // extern "C"

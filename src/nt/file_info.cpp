// What is known of a file: position, size, kind, times, attributes; and byte-range locks.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>

#include "berth/winbase_file.h"
#include "fileapi.h"
#include "nt/api.h"
#include "nt/errno.h"
#include "nt/file_request.h"
#include "nt/file_status.h"
#include "nt/path.h"
#include "nt/text.h"

namespace berth::nt {

namespace {

FILETIME filetime_from(const statx_timestamp& time) {
    constexpr int64_t kEpoch = 11644473600;  // seconds from 1601 to 1970
    const auto ticks =
        static_cast<uint64_t>(time.tv_sec + kEpoch) * 10'000'000 + time.tv_nsec / 100;
    return {static_cast<DWORD>(ticks), static_cast<DWORD>(ticks >> 32)};
}

timespec timespec_from(const FILETIME* time) {
    constexpr int64_t kEpoch = 11644473600;
    if (!time || (time->dwLowDateTime == 0 && time->dwHighDateTime == 0))
        return {0, UTIME_OMIT};
    const uint64_t ticks = uint64_t{time->dwHighDateTime} << 32 | time->dwLowDateTime;
    return {static_cast<time_t>(ticks / 10'000'000) - kEpoch,
            static_cast<long>(ticks % 10'000'000 * 100)};
}

}  // namespace

DWORD file_status(int folder, const char* path, FileStatus& status) {
    struct statx found {};
    const int flags = *path ? 0 : AT_EMPTY_PATH;
    if (statx(folder, path, flags, STATX_BASIC_STATS | STATX_BTIME, &found) != 0 &&
        // A symbolic link that leads nowhere is still there.
        (*path == 0 || statx(folder, path, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &found) != 0))
        return *path ? path_error(errno, path) : error_from_errno(errno);
    const bool has_birth = (found.stx_mask & STATX_BTIME) != 0;
    status.created = filetime_from(has_birth ? found.stx_btime : found.stx_mtime);
    status.accessed = filetime_from(found.stx_atime);
    status.written = filetime_from(found.stx_mtime);
    status.size = S_ISREG(found.stx_mode) ? found.stx_size : 0;
    status.attributes = S_ISDIR(found.stx_mode)   ? FILE_ATTRIBUTE_DIRECTORY
                        : S_ISREG(found.stx_mode) ? FILE_ATTRIBUTE_ARCHIVE
                                                  : FILE_ATTRIBUTE_NORMAL;
    if ((found.stx_mode & 0222) == 0)
        status.attributes |= FILE_ATTRIBUTE_READONLY;
    status.links = found.stx_nlink;
    status.identity = found.stx_ino;
    status.volume = static_cast<DWORD>(found.stx_dev_major << 20 | found.stx_dev_minor);
    return 0;
}

}  // namespace berth::nt

using namespace berth::nt;

namespace {

// The file with the access asked for, or empty with the error set.
Ref<File> file_get(HANDLE handle, DWORD access, DWORD& error) {
    error = ERROR_INVALID_HANDLE;
    return handle_get<File>(handle, access, &error);
}

DWORD file_seek(HANDLE handle, int64_t distance, DWORD method, int64_t* position) {
    DWORD error = 0;
    const Ref<File> file = file_get(handle, 0, error);
    if (!file)
        return error;
    if (method > FILE_END)
        return ERROR_INVALID_PARAMETER;
    if (file->kind() != File::Kind::kDisk)
        return file->kind() == File::Kind::kPipe ? DWORD{ERROR_SEEK_ON_DEVICE}
                                                 : DWORD{ERROR_INVALID_FUNCTION};
    const int origins[] = {SEEK_SET, SEEK_CUR, SEEK_END};
    const off_t moved = lseek(file->descriptor(), distance, origins[method]);
    if (moved < 0)
        return errno == EINVAL && distance < 0 ? DWORD{ERROR_NEGATIVE_SEEK}
                                               : error_from_errno(errno);
    *position = moved;
    return 0;
}

DWORD file_size(HANDLE handle, uint64_t* size) {
    DWORD error = 0;
    const Ref<File> file = file_get(handle, 0, error);
    if (!file)
        return error;
    if (file->kind() != File::Kind::kDisk && file->kind() != File::Kind::kDirectory)
        return ERROR_INVALID_FUNCTION;
    struct stat status {};
    if (fstat(file->descriptor(), &status) != 0)
        return error_from_errno(errno);
    *size = static_cast<uint64_t>(status.st_size);
    return 0;
}

DWORD status_by_name(const std::string& name, FileStatus& status) {
    std::string path;
    const DWORD error = path_translate(name, path);
    return error != 0 ? error : file_status(AT_FDCWD, path.c_str(), status);
}

DWORD attributes_by_name(const std::string& name) {
    FileStatus status;
    if (const DWORD error = status_by_name(name, status))
        return api_fail(error, INVALID_FILE_ATTRIBUTES);
    return status.attributes;
}

DWORD attributes_data(const std::string& name, GET_FILEEX_INFO_LEVELS level, LPVOID information) {
    if (level != GetFileExInfoStandard || !information)
        return ERROR_INVALID_PARAMETER;
    FileStatus status;
    if (const DWORD error = status_by_name(name, status))
        return error;
    WIN32_FILE_ATTRIBUTE_DATA data{};
    data.dwFileAttributes = status.attributes;
    data.ftCreationTime = status.created;
    data.ftLastAccessTime = status.accessed;
    data.ftLastWriteTime = status.written;
    data.nFileSizeHigh = static_cast<DWORD>(status.size >> 32);
    data.nFileSizeLow = static_cast<DWORD>(status.size);
    memcpy(information, &data, sizeof(data));
    return 0;
}

DWORD attributes_set(const std::string& name, DWORD attributes) {
    std::string path;
    if (const DWORD error = path_translate(name, path))
        return error;
    struct stat status {};
    if (stat(path.c_str(), &status) != 0)
        return path_error(errno, path);
    mode_t mode = status.st_mode & 07777;
    if (attributes & FILE_ATTRIBUTE_READONLY)
        mode &= ~mode_t{0222};
    else if ((mode & 0222) == 0)
        mode |= 0200;
    if (mode != (status.st_mode & 07777) && chmod(path.c_str(), mode) != 0)
        return error_from_errno(errno);
    return 0;
}

// `length` 0 to fcntl means "to the end"; to Windows it is a lock of nothing.
DWORD range_lock(HANDLE handle, short kind, bool wait, uint64_t offset, uint64_t length) {
    DWORD error = 0;
    const Ref<File> file = file_get(handle, 0, error);
    if (!file)
        return error;
    if (file->kind() != File::Kind::kDisk)
        return ERROR_INVALID_FUNCTION;
    if (length == 0)
        return 0;
    constexpr uint64_t kMax = 0x7fffffffffffffff;
    if (offset > kMax)
        return ERROR_INVALID_PARAMETER;
    struct flock lock {};
    lock.l_type = kind;
    lock.l_whence = SEEK_SET;
    lock.l_start = static_cast<off_t>(offset);
    lock.l_len = length > kMax - offset ? 0 : static_cast<off_t>(length);
    while (fcntl(file->descriptor(), wait ? F_OFD_SETLKW : F_OFD_SETLK, &lock) != 0) {
        if (errno == EAGAIN || errno == EACCES)
            return ERROR_LOCK_VIOLATION;
        // A lock for writing needs a file that is open for writing; for reading likewise.
        if (errno == EBADF)
            return ERROR_ACCESS_DENIED;
        if (errno != EINTR)
            return error_from_errno(errno);
    }
    return 0;
}

constexpr uint64_t join(DWORD low, DWORD high) {
    return uint64_t{high} << 32 | low;
}

}  // namespace

extern "C" {

DWORD WINAPI SetFilePointer(HANDLE handle, LONG distance, PLONG distance_high, DWORD method) {
    const int64_t whole = distance_high
                              ? static_cast<int64_t>(join(static_cast<DWORD>(distance),
                                                          static_cast<DWORD>(*distance_high)))
                              : int64_t{distance};
    int64_t position = 0;
    if (const DWORD error = file_seek(handle, whole, method, &position))
        return api_fail(error, INVALID_SET_FILE_POINTER);
    if (!distance_high && position > int64_t{0xffffffff})
        return api_fail<DWORD>(ERROR_INVALID_PARAMETER, INVALID_SET_FILE_POINTER);
    if (distance_high)
        *distance_high = static_cast<LONG>(position >> 32);
    last_error_set(NO_ERROR);  // for a position whose low half is INVALID_SET_FILE_POINTER
    return static_cast<DWORD>(position);
}

BOOL WINAPI SetFilePointerEx(HANDLE handle, LARGE_INTEGER distance, PLARGE_INTEGER moved,
                             DWORD method) {
    return api_bool([&]() -> DWORD {
        int64_t position = 0;
        if (const DWORD error = file_seek(handle, distance.QuadPart, method, &position))
            return error;
        if (moved)
            moved->QuadPart = position;
        return 0;
    });
}

BOOL WINAPI SetEndOfFile(HANDLE handle) {
    return api_bool([&]() -> DWORD {
        DWORD error = 0;
        const Ref<File> file = file_get(handle, FILE_WRITE_DATA, error);
        if (!file)
            return error;
        const off_t position = lseek(file->descriptor(), 0, SEEK_CUR);
        return position >= 0 && ftruncate(file->descriptor(), position) == 0
                   ? 0
                   : error_from_errno(errno);
    });
}

DWORD WINAPI GetFileSize(HANDLE handle, LPDWORD high) {
    uint64_t size = 0;
    if (const DWORD error = file_size(handle, &size))
        return api_fail(error, INVALID_FILE_SIZE);
    if (high)
        *high = static_cast<DWORD>(size >> 32);
    last_error_set(NO_ERROR);
    return static_cast<DWORD>(size);
}

BOOL WINAPI GetFileSizeEx(HANDLE handle, PLARGE_INTEGER result) {
    return api_bool([&]() -> DWORD {
        uint64_t size = 0;
        if (!result)
            return ERROR_INVALID_PARAMETER;
        const DWORD error = file_size(handle, &size);
        if (error == 0)
            result->QuadPart = static_cast<LONGLONG>(size);
        return error;
    });
}

DWORD WINAPI GetFileType(HANDLE handle) {
    last_error_set(NO_ERROR);
    if (descriptor_ops(handle))
        return FILE_TYPE_PIPE;
    DWORD error = 0;
    const Ref<File> file = file_get(handle, 0, error);
    if (!file)
        return api_fail<DWORD>(error, FILE_TYPE_UNKNOWN);
    switch (file->kind()) {
        case File::Kind::kDisk:
        case File::Kind::kDirectory:
            return FILE_TYPE_DISK;
        case File::Kind::kCharacter:
            return FILE_TYPE_CHAR;
        case File::Kind::kPipe:
            return FILE_TYPE_PIPE;
        case File::Kind::kOther:
            break;
    }
    return FILE_TYPE_UNKNOWN;
}

BOOL WINAPI GetFileTime(HANDLE handle, LPFILETIME created, LPFILETIME accessed,
                        LPFILETIME written) {
    return api_bool([&]() -> DWORD {
        DWORD error = 0;
        const Ref<File> file = file_get(handle, 0, error);
        if (!file)
            return error;
        FileStatus status;
        error = file_status(file->descriptor(), "", status);
        if (error != 0)
            return error;
        if (created)
            *created = status.created;
        if (accessed)
            *accessed = status.accessed;
        if (written)
            *written = status.written;
        return 0;
    });
}

BOOL WINAPI SetFileTime(HANDLE handle, const FILETIME*, const FILETIME* accessed,
                        const FILETIME* written) {
    return api_bool([&]() -> DWORD {
        DWORD error = 0;
        const Ref<File> file = file_get(handle, FILE_WRITE_ATTRIBUTES, error);
        if (!file)
            return error;
        const timespec times[] = {timespec_from(accessed), timespec_from(written)};
        return futimens(file->descriptor(), times) == 0 ? 0 : error_from_errno(errno);
    });
}

LONG WINAPI CompareFileTime(const FILETIME* first, const FILETIME* second) {
    const uint64_t a = join(first->dwLowDateTime, first->dwHighDateTime);
    const uint64_t b = join(second->dwLowDateTime, second->dwHighDateTime);
    return a < b ? -1 : a > b ? 1 : 0;
}

BOOL WINAPI GetFileInformationByHandle(HANDLE handle, LPBY_HANDLE_FILE_INFORMATION information) {
    return api_bool([&]() -> DWORD {
        DWORD error = 0;
        const Ref<File> file = file_get(handle, 0, error);
        if (!file || !information)
            return file ? DWORD{ERROR_INVALID_PARAMETER} : error;
        FileStatus status;
        error = file_status(file->descriptor(), "", status);
        if (error != 0)
            return error;
        *information = BY_HANDLE_FILE_INFORMATION{};
        information->dwFileAttributes = status.attributes;
        information->ftCreationTime = status.created;
        information->ftLastAccessTime = status.accessed;
        information->ftLastWriteTime = status.written;
        information->dwVolumeSerialNumber = status.volume;
        information->nFileSizeHigh = static_cast<DWORD>(status.size >> 32);
        information->nFileSizeLow = static_cast<DWORD>(status.size);
        information->nNumberOfLinks = status.links;
        information->nFileIndexHigh = static_cast<DWORD>(status.identity >> 32);
        information->nFileIndexLow = static_cast<DWORD>(status.identity);
        return 0;
    });
}

DWORD WINAPI GetFileAttributesA(LPCSTR name) {
    return api_call<DWORD>(INVALID_FILE_ATTRIBUTES,
                           [&] { return attributes_by_name(name ? name : ""); });
}
DWORD WINAPI GetFileAttributesW(LPCWSTR name) {
    return api_call<DWORD>(INVALID_FILE_ATTRIBUTES,
                           [&] { return attributes_by_name(utf8_from_wide(name)); });
}
BOOL WINAPI GetFileAttributesExA(LPCSTR name, GET_FILEEX_INFO_LEVELS level, LPVOID information) {
    return api_bool([&] { return attributes_data(name ? name : "", level, information); });
}
BOOL WINAPI GetFileAttributesExW(LPCWSTR name, GET_FILEEX_INFO_LEVELS level, LPVOID information) {
    return api_bool([&] { return attributes_data(utf8_from_wide(name), level, information); });
}
BOOL WINAPI SetFileAttributesA(LPCSTR name, DWORD attributes) {
    return api_bool([&] { return attributes_set(name ? name : "", attributes); });
}
BOOL WINAPI SetFileAttributesW(LPCWSTR name, DWORD attributes) {
    return api_bool([&] { return attributes_set(utf8_from_wide(name), attributes); });
}

BOOL WINAPI LockFile(HANDLE handle, DWORD offset, DWORD offset_high, DWORD length,
                     DWORD length_high) {
    return api_bool([&] {
        return range_lock(handle, F_WRLCK, false, join(offset, offset_high),
                          join(length, length_high));
    });
}
BOOL WINAPI UnlockFile(HANDLE handle, DWORD offset, DWORD offset_high, DWORD length,
                       DWORD length_high) {
    return api_bool([&] {
        return range_lock(handle, F_UNLCK, false, join(offset, offset_high),
                          join(length, length_high));
    });
}
BOOL WINAPI LockFileEx(HANDLE handle, DWORD flags, DWORD, DWORD length, DWORD length_high,
                       LPOVERLAPPED overlapped) {
    return api_bool([&]() -> DWORD {
        if (!overlapped)
            return ERROR_INVALID_PARAMETER;
        const short kind = flags & LOCKFILE_EXCLUSIVE_LOCK ? F_WRLCK : F_RDLCK;
        DWORD error = 0;
        const Ref<File> file = handle_get<File>(handle, 0, &error);
        if (!file)
            return error;
        DWORD transferred = 0;
        return file_request(*file, *overlapped, nullptr, &transferred, [&](DWORD*) {
            return range_lock(handle, kind, (flags & LOCKFILE_FAIL_IMMEDIATELY) == 0,
                              join(overlapped->Offset, overlapped->OffsetHigh),
                              join(length, length_high));
        });
    });
}
BOOL WINAPI UnlockFileEx(HANDLE handle, DWORD, DWORD length, DWORD length_high,
                         LPOVERLAPPED overlapped) {
    return api_bool([&]() -> DWORD {
        if (!overlapped)
            return ERROR_INVALID_PARAMETER;
        return range_lock(handle, F_UNLCK, false, join(overlapped->Offset, overlapped->OffsetHigh),
                          join(length, length_high));
    });
}

}  // extern "C"

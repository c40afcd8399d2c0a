// io.h: files by descriptor, under the names that a Windows program gives them.
#include "io.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdlib>
#include <cstring>

#include "crt/invalid_parameter.h"
#include "crt/path.h"
#include "nt/file.h"

namespace berth::crt {
namespace {

// Flags of ours that say nothing to Linux.
constexpr int kModes = _O_TEXT | _O_BINARY | _O_WTEXT | _O_U8TEXT | _O_U16TEXT | _O_NOINHERIT;

template <typename C>
int file_open(const char* function, const C* name, int flags, int mode) {
    if (!name) {
        invalid_parameter(function, EINVAL);
        return -1;
    }
    const int inherit = (flags & _O_NOINHERIT) != 0 ? O_CLOEXEC : 0;
    // A file without _S_IWRITE is read-only for everybody, one with it follows the umask.
    const int permissions = (mode & _S_IWRITE) != 0 ? 0666 : 0444;
    return open(path_native(name).c_str(), (flags & ~kModes) | inherit, permissions);
}

template <typename C>
errno_t file_open_checked(const char* function, int* descriptor, const C* name, int flags,
                          int mode) {
    if (!descriptor)
        return invalid_parameter(function, EINVAL);
    *descriptor = file_open(function, name, flags, mode);
    return *descriptor < 0 ? errno : 0;
}

template <typename C>
int file_access(const char* function, const C* name, int mode) {
    if (!name || (mode & ~6) != 0) {
        invalid_parameter(function, EINVAL);
        return -1;
    }
    return access(path_native(name).c_str(), mode);
}

template <typename C>
int file_mode(const char* function, const C* name, int mode) {
    if (!name) {
        invalid_parameter(function, EINVAL);
        return -1;
    }
    struct stat found;
    const std::string path = path_native(name);
    if (stat(path.c_str(), &found) != 0)
        return -1;
    const mode_t kept = found.st_mode & 07777;
    return chmod(path.c_str(), (mode & _S_IWRITE) != 0 ? kept | 0200 : kept & ~0222u);
}

int variadic_mode(int flags, va_list arguments) {
    return (flags & O_CREAT) != 0 ? va_arg(arguments, int) : 0;
}

}  // namespace
}  // namespace berth::crt

using namespace berth::crt;

#define BERTH_WITH_MODE(last, call)                   \
    va_list arguments;                                \
    va_start(arguments, last);                        \
    const int mode = variadic_mode(flags, arguments); \
    va_end(arguments);                                \
    return call

int _open(const char* name, int flags, ...) {
    BERTH_WITH_MODE(flags, file_open("_open", name, flags, mode));
}
int _wopen(const wchar_t* name, int flags, ...) {
    BERTH_WITH_MODE(flags, file_open("_wopen", name, flags, mode));
}
int _sopen(const char* name, int flags, int share, ...) {
    BERTH_WITH_MODE(share, file_open("_sopen", name, flags, mode));
}
int _wsopen(const wchar_t* name, int flags, int share, ...) {
    BERTH_WITH_MODE(share, file_open("_wsopen", name, flags, mode));
}
errno_t _sopen_s(int* descriptor, const char* name, int flags, int, int mode) {
    return file_open_checked("_sopen_s", descriptor, name, flags, mode);
}
errno_t _wsopen_s(int* descriptor, const wchar_t* name, int flags, int, int mode) {
    return file_open_checked("_wsopen_s", descriptor, name, flags, mode);
}
int _creat(const char* name, int mode) {
    return file_open("_creat", name, O_CREAT | O_WRONLY | O_TRUNC, mode);
}
int _wcreat(const wchar_t* name, int mode) {
    return file_open("_wcreat", name, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int _close(int descriptor) {
    return berth::nt::descriptor_close(descriptor) ? 0 : close(descriptor);
}

intptr_t _get_osfhandle(int descriptor) {
    const HANDLE handle = berth::nt::descriptor_handle(descriptor);
    if (reinterpret_cast<intptr_t>(handle) == -1)
        errno = EBADF;
    return reinterpret_cast<intptr_t>(handle);
}

int _open_osfhandle(intptr_t handle, int) {
    const int descriptor = berth::nt::handle_descriptor(reinterpret_cast<HANDLE>(handle));
    if (descriptor < 0)
        errno = EBADF;
    return descriptor;
}

int _read(int descriptor, void* to, unsigned int size) {
    if (size > INT_MAX || (!to && size != 0)) {
        invalid_parameter("_read", EINVAL);
        return -1;
    }
    return static_cast<int>(read(descriptor, to, size));
}

int _write(int descriptor, const void* from, unsigned int size) {
    if (size > INT_MAX || (!from && size != 0)) {
        invalid_parameter("_write", EINVAL);
        return -1;
    }
    return static_cast<int>(write(descriptor, from, size));
}

long _tell(int descriptor) {
    return lseek(descriptor, 0, SEEK_CUR);
}

long _filelength(int descriptor) {
    struct stat found;
    return fstat(descriptor, &found) == 0 ? found.st_size : -1;
}

int _eof(int descriptor) {
    const long at = _tell(descriptor);
    const long length = _filelength(descriptor);
    return at < 0 || length < 0 ? -1 : at >= length ? 1 : 0;
}

errno_t _chsize_s(int descriptor, long long size) {
    return ftruncate(descriptor, size) == 0 ? 0 : errno;
}

int _dup2(int from, int to) {
    return dup2(from, to) < 0 ? -1 : 0;
}

int _setmode(int descriptor, int mode) {
    constexpr int kKnown = _O_TEXT | _O_BINARY | _O_WTEXT | _O_U8TEXT | _O_U16TEXT;
    if ((mode & kKnown) == 0 || (mode & ~kKnown) != 0) {
        invalid_parameter("_setmode", EINVAL);
        return -1;
    }
    return fcntl(descriptor, F_GETFD) < 0 ? -1 : _O_BINARY;
}

int _access(const char* name, int mode) {
    return file_access("_access", name, mode);
}
int _waccess(const wchar_t* name, int mode) {
    return file_access("_waccess", name, mode);
}
errno_t _access_s(const char* name, int mode) {
    return file_access("_access_s", name, mode) == 0 ? 0 : errno;
}
errno_t _waccess_s(const wchar_t* name, int mode) {
    return file_access("_waccess_s", name, mode) == 0 ? 0 : errno;
}
int _chmod(const char* name, int mode) {
    return file_mode("_chmod", name, mode);
}
int _wchmod(const wchar_t* name, int mode) {
    return file_mode("_wchmod", name, mode);
}

int _pipe(int descriptors[2], unsigned int, int mode) {
    if (!descriptors) {
        invalid_parameter("_pipe", EINVAL);
        return -1;
    }
    return pipe2(descriptors, (mode & _O_NOINHERIT) != 0 ? O_CLOEXEC : 0);
}

int _umask(int mode) {
    return static_cast<int>(umask(static_cast<mode_t>(mode)));
}

errno_t _umask_s(int mode, int* old) {
    if (!old)
        return invalid_parameter("_umask_s", EINVAL);
    *old = _umask(mode);
    return 0;
}

errno_t _mktemp_s(char* pattern, size_t size) {
    if (!pattern || strnlen(pattern, size) == size)
        return invalid_parameter("_mktemp_s", EINVAL);
    const int descriptor = mkstemp(pattern);
    if (descriptor < 0)
        return errno;
    close(descriptor);
    unlink(pattern);
    return 0;
}

int _wstat(const wchar_t* name, struct stat* found) {
    if (!name || !found) {
        invalid_parameter("_wstat", EINVAL);
        return -1;
    }
    return stat(path_native(name).c_str(), found);
}

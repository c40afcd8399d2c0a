// CreateFile and CreatePipe.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>

#include "berth/winbase_file.h"
#include "fileapi.h"
#include "namedpipeapi.h"
#include "nt/api.h"
#include "nt/errno.h"
#include "nt/file.h"
#include "nt/path.h"
#include "nt/pending_file.h"
#include "nt/text.h"

namespace berth::nt {

namespace {

constinit std::atomic<PipeOpen> pipe_open{nullptr};

}  // namespace

void pipe_open_register(PipeOpen open) {
    pipe_open.store(open, std::memory_order_release);
}

// Any server name would do on Windows; here there is this machine only.
std::string_view pipe_name_in(std::string_view path) {
    constexpr std::string_view kPrefix = R"(\\.\pipe\)";
    if (path.size() <= kPrefix.size())
        return {};
    for (size_t i = 0; i < kPrefix.size(); ++i) {
        const char c = path[i] == '/' ? '\\' : path[i];
        const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        if (small != kPrefix[i] && !(i == 2 && c == '?'))
            return {};
    }
    return path.substr(kPrefix.size());
}

}  // namespace berth::nt

using namespace berth::nt;

namespace {

constexpr DWORD kWriteData = FILE_WRITE_DATA | FILE_APPEND_DATA;

class Descriptor {
  public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0)
            close(number_);
    }
    int get() const { return number_; }
    int release() { return std::exchange(number_, -1); }
    void reset(int number) {
        if (number_ >= 0)
            close(number_);
        number_ = number;
    }

  private:
    int number_;
};

DWORD access_specific(DWORD access) {
    DWORD specific = access & 0x001fffff;
    if (access & (GENERIC_READ | GENERIC_ALL))
        specific |= FILE_GENERIC_READ;
    if (access & (GENERIC_WRITE | GENERIC_ALL))
        specific |= FILE_GENERIC_WRITE;
    if (access & (GENERIC_EXECUTE | GENERIC_ALL))
        specific |= FILE_GENERIC_EXECUTE;
    return specific;
}

int open_flags(DWORD access, DWORD attributes) {
    int flags = O_CLOEXEC | O_NOCTTY;
    const bool reads = (access & FILE_READ_DATA) != 0;
    const bool writes = (access & kWriteData) != 0;
    if (writes)
        flags |= reads ? O_RDWR : O_WRONLY;
    else
        flags |= reads || (access & FILE_EXECUTE) ? O_RDONLY : O_PATH;
    if ((access & kWriteData) == FILE_APPEND_DATA)
        flags |= O_APPEND;
    if (attributes & FILE_FLAG_WRITE_THROUGH)
        flags |= O_DSYNC;
    return flags;
}

// Opens by the disposition. `existed` tells OPEN_ALWAYS from a new file. Nothing is cut yet:
// another program may hold the file for itself.
int open_disposed(const std::string& path, int flags, DWORD disposition, mode_t mode,
                  bool* existed) {
    for (int attempt = 0; attempt < 16; ++attempt) {
        if (disposition != OPEN_EXISTING && disposition != TRUNCATE_EXISTING) {
            const int made = open(path.c_str(), (flags & ~O_PATH) | O_CREAT | O_EXCL, mode);
            *existed = made < 0 && errno == EEXIST;
            if (!*existed || disposition == CREATE_NEW)
                return made;
        }
        const int opened = open(path.c_str(), flags);
        if (opened >= 0 || errno != ENOENT || disposition == OPEN_EXISTING ||
            disposition == TRUNCATE_EXISTING)
            return opened;
        // It was removed between the two calls: once more.
    }
    return -1;
}

DWORD share_lock(int descriptor, DWORD share) {
    const int operation = (share == 0 ? LOCK_EX : LOCK_SH) | LOCK_NB;
    return flock(descriptor, operation) != 0 && errno == EWOULDBLOCK
               ? DWORD{ERROR_SHARING_VIOLATION}
               : 0;
}

DWORD file_open(const std::string& name, DWORD desired, DWORD share, bool inherit,
                DWORD disposition, DWORD attributes, HANDLE* handle, bool* existed) {
    std::string path;
    const DWORD access = access_specific(desired);
    const std::string_view pipe = pipe_name_in(name);
    const PipeOpen open_pipe = pipe_open.load(std::memory_order_acquire);
    if (!pipe.empty() && open_pipe)
        return open_pipe(pipe, access, inherit,
                         attributes & FILE_FLAG_OVERLAPPED ? uint32_t{File::kOverlapped} : 0,
                         handle);
    if (const DWORD error = path_translate(name, path))
        return error;
    if (disposition < CREATE_NEW || disposition > TRUNCATE_EXISTING ||
        (disposition == TRUNCATE_EXISTING && !(access & FILE_WRITE_DATA)))
        return ERROR_INVALID_PARAMETER;
    if (path == "/dev/tty" || path == "/dev/null")
        disposition = OPEN_EXISTING;
    const mode_t mode = attributes & FILE_ATTRIBUTE_READONLY ? 0444 : 0666;
    int flags = open_flags(access, attributes);
    if (disposition == CREATE_ALWAYS && (flags & O_PATH))
        flags = (flags & ~O_PATH) | O_WRONLY;
    Descriptor file(open_disposed(path, flags, disposition, mode, existed));
    struct stat status {};
    // Windows opens folders for reading only, and only on request.
    if (file.get() < 0 && errno == EISDIR && (attributes & FILE_FLAG_BACKUP_SEMANTICS))
        file.reset(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY));
    if (file.get() < 0)
        return path_error(errno, path);
    if (fstat(file.get(), &status) != 0)
        return error_from_errno(errno);
    if (S_ISDIR(status.st_mode) && !(attributes & FILE_FLAG_BACKUP_SEMANTICS))
        return ERROR_ACCESS_DENIED;
    if (S_ISREG(status.st_mode)) {
        if (const DWORD error = flags & O_PATH ? 0 : share_lock(file.get(), share))
            return error;
        const bool cut = *existed && disposition == CREATE_ALWAYS;
        if ((cut || disposition == TRUNCATE_EXISTING) && ftruncate(file.get(), 0) != 0)
            return error_from_errno(errno);
        if (attributes & FILE_FLAG_SEQUENTIAL_SCAN)
            posix_fadvise(file.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
        if (attributes & FILE_FLAG_RANDOM_ACCESS)
            posix_fadvise(file.get(), 0, 0, POSIX_FADV_RANDOM);
    }
    uint32_t kept = 0;
    if (attributes & FILE_FLAG_OVERLAPPED)
        kept |= File::kOverlapped;
    if (attributes & FILE_FLAG_DELETE_ON_CLOSE)
        kept |= File::kDeleteOnClose;
    if (text_compare_ignore_case(std::string_view(name), std::string_view("CONIN$")) == 0)
        kept |= File::kConsoleInput;
    *handle = file_handle_make(file.release(), access | SYNCHRONIZE | FILE_READ_ATTRIBUTES, inherit,
                               kept, path);
    return *handle ? 0 : DWORD{ERROR_NOT_ENOUGH_MEMORY};
}

HANDLE file_create(const std::string& name, DWORD access, DWORD share,
                   LPSECURITY_ATTRIBUTES security, DWORD disposition, DWORD attributes) {
    HANDLE handle = nullptr;
    bool existed = false;
    const DWORD error = file_open(name, access, share, security && security->bInheritHandle,
                                  disposition, attributes, &handle, &existed);
    if (error != 0)
        return api_fail(error, kInvalidHandle);
    const bool told = existed && (disposition == CREATE_ALWAYS || disposition == OPEN_ALWAYS);
    last_error_set(told ? ERROR_ALREADY_EXISTS : 0);
    return handle;
}

}  // namespace

extern "C" {

HANDLE WINAPI CreateFileA(LPCSTR name, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES security,
                          DWORD disposition, DWORD attributes, HANDLE) {
    return api_call(kInvalidHandle, [&] {
        return file_create(name ? name : "", access, share, security, disposition, attributes);
    });
}

HANDLE WINAPI CreateFileW(LPCWSTR name, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES security,
                          DWORD disposition, DWORD attributes, HANDLE) {
    return api_call(kInvalidHandle, [&] {
        return file_create(utf8_from_wide(name), access, share, security, disposition, attributes);
    });
}

BOOL WINAPI CreatePipe(PHANDLE read_end, PHANDLE write_end, LPSECURITY_ATTRIBUTES security,
                       DWORD size) {
    return api_bool([&]() -> DWORD {
        if (!read_end || !write_end)
            return ERROR_INVALID_PARAMETER;
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0)
            return error_from_errno(errno);
        if (size > 0 && size <= 0x7fffffff)
            fcntl(ends[1], F_SETPIPE_SZ, static_cast<int>(size));  // a wish: the default will do
        const bool inherit = security && security->bInheritHandle;
        const HANDLE reads = file_handle_make(ends[0], FILE_GENERIC_READ, inherit);
        const HANDLE writes = file_handle_make(ends[1], FILE_GENERIC_WRITE, inherit);
        if (!reads || !writes) {
            handle_close(reads);
            handle_close(writes);
            return ERROR_NOT_ENOUGH_MEMORY;
        }
        *read_end = reads;
        *write_end = writes;
        return 0;
    });
}

}  // extern "C"

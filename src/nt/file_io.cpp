// Reading and writing files, pipes and terminals.
#include <poll.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdint>
#include <ctime>

#include "fileapi.h"
#include "nt/api.h"
#include "nt/console.h"
#include "nt/errno.h"
#include "nt/file.h"
#include "nt/interrupt.h"
#include "nt/pending_file.h"

namespace berth::nt {

namespace {

// A write to a pipe without readers raises SIGPIPE; the program, written for Windows, knows only
// the error. The signal is held back for this thread and taken out again.
class BrokenPipeShield {
  public:
    BrokenPipeShield() {
        sigemptyset(&signal_);
        sigaddset(&signal_, SIGPIPE);
        sigset_t pending;
        sigpending(&pending);
        was_pending_ = sigismember(&pending, SIGPIPE) == 1;
        pthread_sigmask(SIG_BLOCK, &signal_, &before_);
    }
    BrokenPipeShield(const BrokenPipeShield&) = delete;
    BrokenPipeShield& operator=(const BrokenPipeShield&) = delete;
    ~BrokenPipeShield() {
        const int kept = errno;
        const timespec now{};
        if (!was_pending_)
            while (sigtimedwait(&signal_, nullptr, &now) < 0 && errno == EINTR) {
            }
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
        errno = kept;
    }

  private:
    sigset_t signal_{};
    sigset_t before_{};
    bool was_pending_ = false;
};

// A descriptor in non-blocking mode (standard input is sometimes shared with such a program) blocks
// here all the same.
bool wait_ready(int descriptor, short events) {
    pollfd entry{descriptor, events, 0};
    return poll(&entry, 1, -1) >= 0 || (errno == EINTR && !region_is_cancelled());
}

bool is_ready(int descriptor, short events) {
    pollfd entry{descriptor, events, 0};
    return poll(&entry, 1, 0) == 1;
}

}  // namespace

DWORD file_read(File& file, void* buffer, DWORD length, DWORD* transferred,
                const uint64_t* offset) {
    *transferred = 0;
    if (file.terminal())
        return console_read(file, static_cast<char*>(buffer), length, transferred);
    const bool disk = file.kind() == File::Kind::kDisk;
    if (file.no_wait && length != 0 && !is_ready(file.descriptor(), POLLIN))
        return ERROR_NO_DATA;
    while (*transferred < length) {
        char* at = static_cast<char*>(buffer) + *transferred;
        const size_t rest = length - *transferred;
        const ssize_t got = offset && disk ? pread(file.descriptor(), at, rest,
                                                   static_cast<off_t>(*offset + *transferred))
                                           : read(file.descriptor(), at, rest);
        if (got < 0) {
            if (errno == EINTR && region_is_cancelled())
                return ERROR_OPERATION_ABORTED;
            if (errno == EINTR || (errno == EAGAIN && wait_ready(file.descriptor(), POLLIN)))
                continue;
            return error_from_errno(errno);
        }
        *transferred += static_cast<DWORD>(got);
        if (got == 0 || !disk)
            break;
    }
    if (*transferred != 0 || length == 0)
        return 0;
    if (file.kind() == File::Kind::kPipe)
        return ERROR_BROKEN_PIPE;
    return offset && disk ? DWORD{ERROR_HANDLE_EOF} : 0;
}

DWORD file_write(File& file, const void* buffer, DWORD length, DWORD* transferred,
                 const uint64_t* offset) {
    *transferred = 0;
    const bool disk = file.kind() == File::Kind::kDisk;
    // An offset of all ones means the end of the file.
    const bool at_offset = offset && disk && *offset != ~uint64_t{0};
    if (offset && disk && !at_offset)
        lseek(file.descriptor(), 0, SEEK_END);
    const auto write_all = [&]() -> DWORD {
        while (*transferred < length) {
            const char* at = static_cast<const char*>(buffer) + *transferred;
            if (file.no_wait && !is_ready(file.descriptor(), POLLOUT))
                return 0;
            // A pipe that can be written to takes a page at least.
            const size_t rest =
                std::min<size_t>(length - *transferred, file.no_wait ? size_t{PIPE_BUF} : SIZE_MAX);
            const ssize_t put = at_offset ? pwrite(file.descriptor(), at, rest,
                                                   static_cast<off_t>(*offset + *transferred))
                                          : write(file.descriptor(), at, rest);
            if (put < 0) {
                if (errno == EINTR && region_is_cancelled())
                    return ERROR_OPERATION_ABORTED;
                if (errno == EINTR || (errno == EAGAIN && wait_ready(file.descriptor(), POLLOUT)))
                    continue;
                return error_from_errno(errno);
            }
            *transferred += static_cast<DWORD>(put);
        }
        return 0;
    };
    if (file.kind() != File::Kind::kPipe)
        return write_all();
    const BrokenPipeShield shield;
    return write_all();
}

}  // namespace berth::nt

using namespace berth::nt;

extern "C" {

BOOL WINAPI FlushFileBuffers(HANDLE handle) {
    return api_bool([&]() -> DWORD {
        if (descriptor_ops(handle))
            return ERROR_INVALID_FUNCTION;
        DWORD error = 0;
        const Ref<File> file = handle_get<File>(handle, 0, &error);
        if (!file)
            return error;
        if (PendingFile* const pending = file->pending())
            return pending->flush();
        if (file->kind() != File::Kind::kDisk)
            return 0;
        return fsync(file->descriptor()) == 0 ? 0 : error_from_errno(errno);
    });
}

}  // extern "C"

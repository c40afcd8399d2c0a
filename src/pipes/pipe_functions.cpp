// The functions of namedpipeapi.h, but for CreatePipe.
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <string>

#include "berth/winbase_file.h"
#include "fileapi.h"
#include "namedpipeapi.h"
#include "nt/api.h"
#include "nt/errno.h"
#include "nt/text.h"
#include "pipes/pipe.h"
#include "winbase.h"

using namespace berth;
using namespace berth::nt;
using pipes::Pipe;

namespace {

constexpr DWORD kFileRights = FILE_READ_ATTRIBUTES | FILE_WRITE_ATTRIBUTES | SYNCHRONIZE;
constexpr DWORD kDefaultTimeout = 50;
constexpr size_t kMostCharacters = 256;

DWORD pipe_make(const std::string& path, DWORD open_mode, DWORD mode, DWORD maximum, DWORD out_size,
                DWORD in_size, DWORD timeout, const SECURITY_ATTRIBUTES* security, HANDLE* handle) {
    constexpr DWORD kOpenModes = PIPE_ACCESS_DUPLEX | FILE_FLAG_FIRST_PIPE_INSTANCE |
                                 FILE_FLAG_WRITE_THROUGH | FILE_FLAG_OVERLAPPED | WRITE_DAC |
                                 ACCESS_SYSTEM_SECURITY;  // FIRST_PIPE_INSTANCE is WRITE_OWNER too
    constexpr DWORD kModes =
        PIPE_NOWAIT | PIPE_READMODE_MESSAGE | PIPE_TYPE_MESSAGE | PIPE_REJECT_REMOTE_CLIENTS;
    const std::string_view name = pipe_name_in(path);
    if (name.empty())
        return ERROR_INVALID_NAME;
    if (wide_from_utf8(path).size() > kMostCharacters)
        return ERROR_FILENAME_EXCED_RANGE;
    const DWORD access = open_mode & PIPE_ACCESS_DUPLEX;
    if ((open_mode & ~kOpenModes) || access == 0 || (mode & ~kModes) || maximum == 0 ||
        maximum > PIPE_UNLIMITED_INSTANCES ||
        ((mode & PIPE_READMODE_MESSAGE) && !(mode & PIPE_TYPE_MESSAGE)))
        return ERROR_INVALID_PARAMETER;
    pipes::Parameters parameters;
    parameters.message_type = (mode & PIPE_TYPE_MESSAGE) != 0;
    parameters.access = access;
    parameters.maximum = maximum;
    parameters.timeout = timeout != 0 ? timeout : kDefaultTimeout;
    parameters.out_size = out_size;
    parameters.in_size = in_size;
    const int listener = pipes::listener_make();
    const int place = listener < 0 ? -1 : socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    uint32_t instance = 0;
    DWORD error = place < 0 ? error_from_errno(errno)
                            : pipes::instance_add(name, parameters,
                                                  (open_mode & FILE_FLAG_FIRST_PIPE_INSTANCE) != 0,
                                                  listener, &instance);
    Ref<Pipe> pipe;
    if (error == 0) {
        pipe =
            object_make<Pipe>(place, listener, instance, parameters, mode,
                              open_mode & FILE_FLAG_OVERLAPPED ? uint32_t{File::kOverlapped} : 0);
        if (!pipe) {
            pipes::instance_remove(instance);
            error = ERROR_NOT_ENOUGH_MEMORY;
        }
    }
    if (error != 0) {
        for (const int descriptor : {listener, place})
            if (descriptor >= 0)
                close(descriptor);
        return error;
    }
    DWORD rights = kFileRights;
    if (access & PIPE_ACCESS_INBOUND)
        rights |= FILE_GENERIC_READ;
    if (access & PIPE_ACCESS_OUTBOUND)
        rights |= FILE_GENERIC_WRITE;
    // A server may make further instances of its pipe; none of that takes a right here.
    *handle = handle_make(pipe, rights, security && security->bInheritHandle);
    if (*handle)
        return 0;
    pipes::instance_remove(instance);
    return ERROR_NO_SYSTEM_RESOURCES;
}

DWORD pipe_open(std::string_view name, DWORD access, bool inherit, uint32_t file_flags,
                HANDLE* handle) {
    pipes::Parameters parameters;
    int connection = -1;
    uint32_t instance = 0;
    if (const DWORD error = pipes::client_connect(name, access, parameters, &connection, &instance))
        return error;
    Ref<Pipe> pipe = object_make<Pipe>(connection, instance, parameters, file_flags);
    if (!pipe) {
        close(connection);
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    *handle = handle_make(std::move(pipe), access | SYNCHRONIZE | FILE_READ_ATTRIBUTES, inherit);
    return *handle ? 0 : DWORD{ERROR_NO_SYSTEM_RESOURCES};
}

__attribute__((constructor)) void pipes_register() {
    pipe_open_register(pipe_open);
}

// A handle to a pipe of either kind.
DWORD pipe_get(HANDLE handle, DWORD access, Ref<File>& file) {
    DWORD error = 0;
    file = handle_get<File>(handle, access, &error);
    if (!file)
        return error;
    return file->kind() == File::Kind::kPipe ? 0 : DWORD{ERROR_INVALID_FUNCTION};
}

// Null: an anonymous one.
Pipe* named(const Ref<File>& file) {
    return static_cast<Pipe*>(file->pending());
}

// A handle to a named pipe. `body`(pipe) -> 0 or an error.
template <typename Body>
BOOL with_named(HANDLE handle, DWORD access, Body&& body) {
    return api_bool([&]() -> DWORD {
        Ref<File> file;
        if (const DWORD error = pipe_get(handle, access, file))
            return error;
        Pipe* const pipe = named(file);
        return pipe ? body(*pipe) : DWORD{ERROR_INVALID_FUNCTION};
    });
}

// tee gives a copy of what is in a pipe and leaves it there.
DWORD anonymous_copy(int descriptor, void* buffer, DWORD size, DWORD* read) {
    int copy[2];
    if (pipe2(copy, O_CLOEXEC | O_NONBLOCK) != 0)
        return error_from_errno(errno);
    fcntl(copy[1], F_SETPIPE_SZ, fcntl(descriptor, F_GETPIPE_SZ));
    const ssize_t count = tee(descriptor, copy[1], size, SPLICE_F_NONBLOCK);
    const ssize_t got =
        count > 0 ? ::read(copy[0], buffer, static_cast<size_t>(count)) : ssize_t{0};
    close(copy[0]);
    close(copy[1]);
    *read = got > 0 ? static_cast<DWORD>(got) : 0;
    return 0;
}

DWORD anonymous_peek(const File& file, void* buffer, DWORD size, Pipe::Peeked& peeked) {
    int waiting = 0;
    if (ioctl(file.descriptor(), FIONREAD, &waiting) != 0)
        return error_from_errno(errno);
    pollfd entry{file.descriptor(), POLLIN, 0};
    if (waiting == 0 && poll(&entry, 1, 0) == 1 && (entry.revents & POLLHUP))
        return ERROR_BROKEN_PIPE;
    peeked.available = static_cast<DWORD>(waiting);
    return buffer && size != 0 && waiting != 0
               ? anonymous_copy(file.descriptor(), buffer, size, &peeked.read)
               : 0;
}

DWORD state_get(HANDLE handle, DWORD* state, DWORD* instances, const DWORD* count,
                const DWORD* timeout, const void* user) {
    Ref<File> file;
    if (const DWORD error = pipe_get(handle, 0, file))
        return error;
    if (count || timeout || user)
        return ERROR_INVALID_PARAMETER;
    Pipe* const pipe = named(file);
    if (state)
        *state = pipe ? pipe->mode() : file->no_wait ? DWORD{PIPE_NOWAIT} : 0;
    if (instances)
        *instances = pipe ? std::max(pipes::instance_count(pipe->instance()), 1u) : 1;
    return 0;
}

DWORD transact(Pipe& pipe, void* in, DWORD in_size, void* out, DWORD out_size, DWORD* read,
               OVERLAPPED* overlapped) {
    if (!(pipe.mode() & PIPE_READMODE_MESSAGE) || pipe.parameters().access != PIPE_ACCESS_DUPLEX)
        return ERROR_BAD_PIPE;
    if ((!in && in_size != 0) || (!out && out_size != 0))
        return ERROR_NOACCESS;
    Pipe::Peeked peeked;
    if (const DWORD error = pipe.peek(nullptr, 0, peeked))
        return error;
    if (peeked.available != 0)
        return ERROR_PIPE_BUSY;
    DWORD done = 0;
    if (const DWORD error = pipe.transfer({true, in, in_size}, &done, nullptr, nullptr))
        return error;
    done = 0;
    const DWORD error = pipe.transfer({false, out, out_size}, &done, overlapped, nullptr);
    if (read)
        *read = done;
    return error;
}

DWORD call(const std::string& path, void* in, DWORD in_size, void* out, DWORD out_size, DWORD* read,
           DWORD timeout) {
    const std::string_view name = pipe_name_in(path);
    if (name.empty())
        return ERROR_INVALID_NAME;
    HANDLE handle = nullptr;
    DWORD error = 0;
    for (;;) {
        error = pipe_open(name, FILE_GENERIC_READ | FILE_GENERIC_WRITE, false, 0, &handle);
        if (error != ERROR_PIPE_BUSY || timeout == NMPWAIT_NOWAIT)
            break;
        error = pipes::instance_wait(name, timeout);
        if (error != 0)
            break;
    }
    if (error != 0)
        return error;
    Ref<File> file;
    error = pipe_get(handle, 0, file);
    if (error == 0) {
        Pipe& pipe = *named(file);
        error = pipe.mode_set(PIPE_READMODE_MESSAGE) != 0
                    ? DWORD{ERROR_BAD_PIPE}
                    : transact(pipe, in, in_size, out, out_size, read, nullptr);
    }
    handle_close(handle);
    return error;
}

DWORD wait(const std::string& path, DWORD timeout) {
    const std::string_view name = pipe_name_in(path);
    return name.empty() ? DWORD{ERROR_INVALID_NAME} : pipes::instance_wait(name, timeout);
}

HANDLE create(const std::string& path, DWORD open_mode, DWORD mode, DWORD maximum, DWORD out_size,
              DWORD in_size, DWORD timeout, const SECURITY_ATTRIBUTES* security) {
    HANDLE handle = nullptr;
    const DWORD error =
        pipe_make(path, open_mode, mode, maximum, out_size, in_size, timeout, security, &handle);
    last_error_set(error);
    return error == 0 ? handle : INVALID_HANDLE_VALUE;
}

}  // namespace

extern "C" {

HANDLE WINAPI CreateNamedPipeA(LPCSTR name, DWORD open_mode, DWORD mode, DWORD maximum,
                               DWORD out_size, DWORD in_size, DWORD timeout,
                               LPSECURITY_ATTRIBUTES security) {
    return api_call(INVALID_HANDLE_VALUE, [&] {
        return create(name ? name : "", open_mode, mode, maximum, out_size, in_size, timeout,
                      security);
    });
}

HANDLE WINAPI CreateNamedPipeW(LPCWSTR name, DWORD open_mode, DWORD mode, DWORD maximum,
                               DWORD out_size, DWORD in_size, DWORD timeout,
                               LPSECURITY_ATTRIBUTES security) {
    return api_call(INVALID_HANDLE_VALUE, [&] {
        return create(utf8_from_wide(name), open_mode, mode, maximum, out_size, in_size, timeout,
                      security);
    });
}

BOOL WINAPI ConnectNamedPipe(HANDLE handle, LPOVERLAPPED overlapped) {
    return with_named(handle, 0, [&](Pipe& pipe) { return pipe.connect(overlapped); });
}

BOOL WINAPI DisconnectNamedPipe(HANDLE handle) {
    return with_named(handle, 0, [](Pipe& pipe) { return pipe.disconnect(); });
}

BOOL WINAPI WaitNamedPipeA(LPCSTR name, DWORD timeout) {
    return api_bool([&] { return wait(name ? name : "", timeout); });
}

BOOL WINAPI WaitNamedPipeW(LPCWSTR name, DWORD timeout) {
    return api_bool([&] { return wait(utf8_from_wide(name), timeout); });
}

BOOL WINAPI PeekNamedPipe(HANDLE handle, LPVOID buffer, DWORD size, LPDWORD read, LPDWORD available,
                          LPDWORD left) {
    return api_bool([&]() -> DWORD {
        Ref<File> file;
        if (const DWORD error = pipe_get(handle, FILE_READ_DATA, file))
            return error;
        Pipe* const pipe = named(file);
        Pipe::Peeked peeked;
        const DWORD error =
            pipe ? pipe->peek(buffer, size, peeked) : anonymous_peek(*file, buffer, size, peeked);
        if (error != 0)
            return error;
        if (read)
            *read = peeked.read;
        if (available)
            *available = peeked.available;
        if (left)
            *left = peeked.left;
        return 0;
    });
}

BOOL WINAPI SetNamedPipeHandleState(HANDLE handle, LPDWORD mode, LPDWORD count, LPDWORD timeout) {
    return api_bool([&]() -> DWORD {
        Ref<File> file;
        if (const DWORD error = pipe_get(handle, 0, file))
            return error;
        if (count || timeout)
            return ERROR_INVALID_PARAMETER;
        if (!mode)
            return 0;
        if (Pipe* const pipe = named(file))
            return pipe->mode_set(*mode);
        if (*mode & ~DWORD{PIPE_NOWAIT})
            return ERROR_INVALID_PARAMETER;
        file->no_wait = *mode != 0;
        return 0;
    });
}

BOOL WINAPI GetNamedPipeHandleStateA(HANDLE handle, LPDWORD state, LPDWORD instances, LPDWORD count,
                                     LPDWORD timeout, LPSTR user, DWORD) {
    return api_bool([&] { return state_get(handle, state, instances, count, timeout, user); });
}

BOOL WINAPI GetNamedPipeHandleStateW(HANDLE handle, LPDWORD state, LPDWORD instances, LPDWORD count,
                                     LPDWORD timeout, LPWSTR user, DWORD) {
    return api_bool([&] { return state_get(handle, state, instances, count, timeout, user); });
}

BOOL WINAPI GetNamedPipeInfo(HANDLE handle, LPDWORD flags, LPDWORD out_size, LPDWORD in_size,
                             LPDWORD maximum) {
    return api_bool([&]() -> DWORD {
        Ref<File> file;
        if (const DWORD error = pipe_get(handle, 0, file))
            return error;
        DWORD is = PIPE_CLIENT_END;
        pipes::Parameters parameters;
        if (const Pipe* const pipe = named(file)) {
            parameters = pipe->parameters();
            is = (pipe->is_server() ? PIPE_SERVER_END : PIPE_CLIENT_END) |
                 (parameters.message_type ? PIPE_TYPE_MESSAGE : PIPE_TYPE_BYTE);
        } else {
            const int size = fcntl(file->descriptor(), F_GETPIPE_SZ);
            parameters.out_size = parameters.in_size = static_cast<uint32_t>(std::max(size, 0));
            parameters.maximum = 1;
            DWORD access = 0;
            if (handle_access(handle, &access) == 0 && (access & FILE_READ_DATA))
                is = PIPE_SERVER_END;
        }
        if (flags)
            *flags = is;
        if (out_size)
            *out_size = parameters.out_size;
        if (in_size)
            *in_size = parameters.in_size;
        if (maximum)
            *maximum = parameters.maximum;
        return 0;
    });
}

BOOL WINAPI TransactNamedPipe(HANDLE handle, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size,
                              LPDWORD read, LPOVERLAPPED overlapped) {
    return with_named(handle, FILE_READ_DATA | FILE_WRITE_DATA, [&](Pipe& pipe) -> DWORD {
        return !read && !overlapped ? DWORD{ERROR_INVALID_PARAMETER}
                                    : transact(pipe, in, in_size, out, out_size, read, overlapped);
    });
}

BOOL WINAPI CallNamedPipeA(LPCSTR name, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size,
                           LPDWORD read, DWORD timeout) {
    return api_bool(
        [&] { return call(name ? name : "", in, in_size, out, out_size, read, timeout); });
}

BOOL WINAPI CallNamedPipeW(LPCWSTR name, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size,
                           LPDWORD read, DWORD timeout) {
    return api_bool(
        [&] { return call(utf8_from_wide(name), in, in_size, out, out_size, read, timeout); });
}

BOOL WINAPI GetNamedPipeClientProcessId(HANDLE handle, PULONG process) {
    return with_named(handle, 0, [&](Pipe& pipe) -> DWORD {
        if (!process)
            return ERROR_INVALID_PARAMETER;
        if (pipe.is_server())
            return pipe.peer_process(process);
        *process = GetCurrentProcessId();
        return 0;
    });
}

BOOL WINAPI GetNamedPipeServerProcessId(HANDLE handle, PULONG process) {
    return with_named(handle, 0, [&](Pipe& pipe) -> DWORD {
        if (!process)
            return ERROR_INVALID_PARAMETER;
        if (!pipe.is_server())
            return pipe.peer_process(process);
        *process = GetCurrentProcessId();
        return 0;
    });
}

}  // extern "C"

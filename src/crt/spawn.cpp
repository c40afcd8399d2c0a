// _spawn and _exec.
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <string>
#include <vector>

#include "berth/crt_process.h"
#include "crt/invalid_parameter.h"
#include "crt/path.h"

namespace berth::crt {
namespace {

using Strings = const char* const*;

std::string program_native(const char* program) {
    std::string name = path_native(program);
    constexpr std::string_view kSuffix = ".exe";
    if (name.ends_with(kSuffix) && access(name.c_str(), F_OK) != 0)
        name.resize(name.size() - kSuffix.size());
    return name;
}

int exit_status(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

intptr_t wait_for(pid_t process, int* status) {
    int ended = 0;
    while (waitpid(process, &ended, 0) < 0) {
        if (errno != EINTR)
            return -1;
    }
    *status = exit_status(ended);
    return process;
}

intptr_t replace(const char* function, const char* program, Strings arguments, Strings environment,
                 bool search) {
    if (!program || !*program || !arguments || !*arguments) {
        invalid_parameter(function, EINVAL);
        return -1;
    }
    const std::string name = program_native(program);
    auto* const argv = const_cast<char* const*>(arguments);
    auto* const envp = const_cast<char* const*>(environment);
    return search ? execvpe(name.c_str(), argv, envp) : execve(name.c_str(), argv, envp);
}

intptr_t start(const char* function, int mode, const char* program, Strings arguments,
               Strings environment, bool search) {
    if (mode == _P_OVERLAY)
        return replace(function, program, arguments, environment, search);
    if (!program || !*program || !arguments || !*arguments || mode < _P_WAIT || mode > _P_DETACH) {
        invalid_parameter(function, EINVAL);
        return -1;
    }
    const std::string name = program_native(program);
    pid_t process = 0;
    const int error = (search ? posix_spawnp : posix_spawn)(
        &process, name.c_str(), nullptr, nullptr, const_cast<char* const*>(arguments),
        const_cast<char* const*>(environment));
    if (error != 0) {
        errno = error;
        return -1;
    }
    int status = 0;
    return mode == _P_WAIT ? (wait_for(process, &status) < 0 ? -1 : status) : process;
}

std::vector<const char*> argument_list(const char* first, va_list rest) {
    std::vector<const char*> list{first};
    while (list.back())
        list.push_back(va_arg(rest, const char*));
    return list;
}

}  // namespace
}  // namespace berth::crt

using namespace berth::crt;

#define BERTH_WITH_LIST(call)                                         \
    va_list rest;                                                     \
    va_start(rest, first);                                            \
    const std::vector<const char*> list = argument_list(first, rest); \
    va_end(rest);                                                     \
    return call

intptr_t _spawnv(int mode, const char* program, const char* const* arguments) {
    return start("_spawnv", mode, program, arguments, environ, false);
}
intptr_t _spawnvp(int mode, const char* program, const char* const* arguments) {
    return start("_spawnvp", mode, program, arguments, environ, true);
}
intptr_t _spawnve(int mode, const char* program, const char* const* arguments,
                  const char* const* environment) {
    return start("_spawnve", mode, program, arguments, environment ? environment : environ, false);
}
intptr_t _spawnl(int mode, const char* program, const char* first, ...) {
    BERTH_WITH_LIST(start("_spawnl", mode, program, list.data(), environ, false));
}
intptr_t _spawnlp(int mode, const char* program, const char* first, ...) {
    BERTH_WITH_LIST(start("_spawnlp", mode, program, list.data(), environ, true));
}
intptr_t _cwait(int* status, intptr_t process, int) {
    if (process <= 0) {
        invalid_parameter("_cwait", EINVAL);
        return -1;
    }
    int ended = 0;
    const intptr_t waited = wait_for(static_cast<pid_t>(process), &ended);
    if (waited >= 0 && status)
        *status = ended;
    return waited;
}
intptr_t _execv(const char* program, const char* const* arguments) {
    return replace("_execv", program, arguments, environ, false);
}
intptr_t _execvp(const char* program, const char* const* arguments) {
    return replace("_execvp", program, arguments, environ, true);
}
intptr_t _execl(const char* program, const char* first, ...) {
    BERTH_WITH_LIST(replace("_execl", program, list.data(), environ, false));
}
intptr_t _execlp(const char* program, const char* first, ...) {
    BERTH_WITH_LIST(replace("_execlp", program, list.data(), environ, true));
}

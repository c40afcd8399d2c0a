// CreateProcess.
#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "nt/api.h"
#include "nt/command_line.h"
#include "nt/errno.h"
#include "nt/file.h"
#include "nt/path.h"
#include "nt/process_object.h"
#include "nt/process_inherit.h"
#include "nt/text.h"
#include "processenv.h"
#include "processthreadsapi.h"
#include "berth/wincon_types.h"

using namespace berth::nt;

namespace {

struct Request {
    std::string application;
    std::string line;
    bool has_environment = false;
    std::vector<std::string> environment;
    std::string folder;
    DWORD flags = 0;
    bool inherit = false;
    std::array<HANDLE, 3> standard{};
    LPSECURITY_ATTRIBUTES process_security = nullptr;
    LPSECURITY_ATTRIBUTES thread_security = nullptr;
};

bool program_at(const std::string& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

// The path itself, or without ".exe".
bool program_try(const std::string& path, std::string& found) {
    std::string without = path;
    if (path.size() > 4 &&
        text_compare_ignore_case(path.substr(path.size() - 4), std::string(".exe")) == 0)
        without.resize(path.size() - 4);
    for (const std::string& candidate : {path, without})
        if (program_at(candidate)) {
            found = path_absolute(candidate);
            return true;
        }
    return false;
}

// Where Windows looks: the caller's program's folder, the current folder, PATH.
bool program_find(const std::string& name, bool search, std::string& found) {
    std::string path;
    if (path_translate(name, path) != 0)
        return false;
    if (!search || path.find('/') != std::string::npos)
        return program_try(path, found);
    const std::string own = program_path();
    std::string list = own.substr(0, own.rfind('/')) + ":.:";
    const char* const from_environment = getenv("PATH");
    list += from_environment ? from_environment : "/usr/bin:/bin";
    for (size_t at = 0; at <= list.size();) {
        const size_t end = std::min(list.find(':', at), list.size());
        if (end > at && program_try(list.substr(at, end - at) + "/" + path, found))
            return true;
        at = end + 1;
    }
    return false;
}

// The program and its arguments. A name with blanks and without quotes is tried word by word, as on
// Windows: "C:\My Programs\a.exe b" may mean C:\My or C:\My Programs\a.exe.
DWORD program_resolve(const Request& request, std::string& program,
                      std::vector<std::string>& arguments) {
    if (!request.application.empty()) {
        arguments = request.line.empty() ? std::vector<std::string>{request.application}
                                         : command_line_split(request.line);
        return program_find(request.application, false, program) ? 0 : DWORD{ERROR_FILE_NOT_FOUND};
    }
    if (request.line.find_first_not_of(" \t") == std::string::npos)
        return ERROR_INVALID_PARAMETER;
    arguments = command_line_split(request.line);
    if (program_find(arguments[0], true, program))
        return 0;
    if (request.line[0] != '"') {
        for (size_t blank = request.line.find(' '); blank != std::string::npos;) {
            blank = request.line.find(' ', blank + 1);
            if (program_find(request.line.substr(0, blank), true, program)) {
                const std::string rest =
                    blank == std::string::npos ? "" : request.line.substr(blank);
                arguments = command_line_split("p" + rest);
                arguments[0] = program;
                return 0;
            }
        }
    }
    return ERROR_FILE_NOT_FOUND;
}

std::vector<std::string> environment_of(const Request& request) {
    if (request.has_environment)
        return request.environment;
    std::vector<std::string> variables;
    for (char** at = environ; at && *at; ++at)
        variables.emplace_back(*at);
    return variables;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> list;
    list.reserve(texts.size() + 1);
    for (std::string& text : texts)
        list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

// What posix_spawn is to do in the child, and the descriptors that have to stay open until then.
class Plan {
  public:
    Plan() {
        posix_spawn_file_actions_init(&actions);
        posix_spawnattr_init(&attributes);
    }
    Plan(const Plan&) = delete;
    Plan& operator=(const Plan&) = delete;
    ~Plan() {
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
        for (const int descriptor : kept_)
            close(descriptor);
    }

    // A handle becomes descriptor 0, 1 or 2; one that is no file leaves /dev/null there.
    DWORD standard(int number, HANDLE handle) {
        const int source = handle ? handle_descriptor_peek(handle) : -1;
        if (source == number && fcntl(source, F_GETFD) >= 0)
            return posix_spawn_file_actions_adddup2(&actions, number, number) == 0
                       ? 0
                       : DWORD{ERROR_NOT_ENOUGH_MEMORY};
        const int copy =
            source >= 0 ? fcntl(source, F_DUPFD_CLOEXEC, 3) : open("/dev/null", O_RDWR | O_CLOEXEC);
        if (copy < 0)
            return error_from_errno(errno);
        kept_.push_back(copy);
        return posix_spawn_file_actions_adddup2(&actions, copy, number) == 0
                   ? 0
                   : DWORD{ERROR_NOT_ENOUGH_MEMORY};
    }

    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;

  private:
    static int handle_descriptor_peek(HANDLE handle) {
        if (descriptor_ops(handle))
            return static_cast<int>(reinterpret_cast<uintptr_t>(handle));
        const Ref<File> file = handle_get<File>(handle);
        return file ? file->descriptor() : -1;
    }

    std::vector<int> kept_;
};

void attributes_set(Plan& plan, DWORD flags) {
    short set = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&plan.attributes, &signals);
    sigaddset(&signals, SIGPIPE);
    posix_spawnattr_setsigdefault(&plan.attributes, &signals);
    if (flags & DETACHED_PROCESS) {
        set |= POSIX_SPAWN_SETSID;
    } else if (flags & CREATE_NEW_PROCESS_GROUP) {
        set |= POSIX_SPAWN_SETPGROUP;
        posix_spawnattr_setpgroup(&plan.attributes, 0);
    }
    posix_spawnattr_setflags(&plan.attributes, set);
}

// Stops itself before it becomes the program, with everything else in place.
constexpr const char* kSuspendedShell = "/bin/sh";
constexpr const char* kSuspendedScript = "kill -STOP $$; exec \"$0\" \"$@\"";

// 0 once the child has stopped.
DWORD suspended_wait(pid_t pid) {
    siginfo_t info{};
    int failed = 0;
    do {
        failed = waitid(P_PID, static_cast<id_t>(pid), &info, WSTOPPED | WEXITED | WNOWAIT);
    } while (failed != 0 && errno == EINTR);
    if (failed == 0 && info.si_code == CLD_STOPPED)
        return 0;
    waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG);
    return ERROR_NOT_SUPPORTED;
}

DWORD process_spawn(const Request& request, pid_t* pid) {
    std::string program;
    std::vector<std::string> arguments;
    if (const DWORD error = program_resolve(request, program, arguments))
        return error;
    Plan plan;
    attributes_set(plan, request.flags);
    Inheritance inheritance;
    std::vector<std::string> variables = environment_of(request);
    const std::string variable = std::string(kInheritVariable) + "=";
    std::erase_if(variables, [&](const std::string& entry) { return entry.starts_with(variable); });
    for (int number = 0; number < 3; ++number)
        if (const DWORD error =
                plan.standard(number, request.standard[static_cast<size_t>(number)]))
            return error;
    if (request.inherit) {
        if (!inheritance.gather())
            return ERROR_TOO_MANY_OPEN_FILES;
        for (const int descriptor : inheritance.descriptors())  // onto itself: open after exec
            posix_spawn_file_actions_adddup2(&plan.actions, descriptor, descriptor);
        if (!inheritance.description().empty())
            variables.push_back(variable + inheritance.description());
    } else {
        posix_spawn_file_actions_addclosefrom_np(&plan.actions, 3);
    }
    if (!request.folder.empty()) {
        std::string folder;
        struct stat status {};
        if (path_translate(request.folder, folder) != 0 || stat(folder.c_str(), &status) != 0 ||
            !S_ISDIR(status.st_mode))
            return ERROR_DIRECTORY;
        posix_spawn_file_actions_addchdir_np(&plan.actions, folder.c_str());
    }
    if (request.flags & CREATE_SUSPENDED) {
        if (access(program.c_str(), X_OK) != 0)
            return error_from_errno(errno);
        if (!arguments.empty())
            arguments.erase(arguments.begin());
        arguments.insert(arguments.begin(), {kSuspendedShell, "-c", kSuspendedScript, program});
        program = kSuspendedShell;
    }
    const int failure = posix_spawn(pid, program.c_str(), &plan.actions, &plan.attributes,
                                    pointers(arguments).data(), pointers(variables).data());
    if (failure != 0)
        return error_from_errno(failure);
    return request.flags & CREATE_SUSPENDED ? suspended_wait(*pid) : 0;
}

bool inheritable(LPSECURITY_ATTRIBUTES security) {
    return security && security->bInheritHandle;
}

DWORD process_create(const Request& request, LPPROCESS_INFORMATION information) {
    if (!information)
        return ERROR_INVALID_PARAMETER;
    if (request.flags & DEBUG_PROCESS)
        return ERROR_NOT_SUPPORTED;
    pid_t pid = 0;
    if (const DWORD error = process_spawn(request, &pid))
        return error;
    DWORD error = 0;
    const Ref<Process> process = process_open(pid, &error);
    if (!process)
        return error;
    if (request.flags & CREATE_SUSPENDED)
        process->suspended_at_start();
    const HANDLE handle = handle_make(process, kAllAccess, inheritable(request.process_security));
    const HANDLE thread = handle_make(process, kAllAccess, inheritable(request.thread_security));
    if (!handle || !thread) {
        handle_close(handle);
        handle_close(thread);
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    *information = {handle, thread, static_cast<DWORD>(pid), static_cast<DWORD>(pid)};
    return 0;
}

std::string narrow(const char* text) {
    return text ? text : "";
}
std::string narrow(const wchar_t* text) {
    return utf8_from_wide(text);
}

template <typename Char>
void block_read(const Char* block, std::vector<std::string>& variables) {
    while (*block) {
        const std::basic_string_view<Char> entry(block);
        variables.push_back(narrow(block));
        block += entry.size() + 1;
    }
}

template <typename Startup>
void standard_choose(Request& request, const Startup* startup) {
    if (startup && (startup->dwFlags & STARTF_USESTDHANDLES))
        request.standard = {startup->hStdInput, startup->hStdOutput, startup->hStdError};
    else
        request.standard = {GetStdHandle(STD_INPUT_HANDLE), GetStdHandle(STD_OUTPUT_HANDLE),
                            GetStdHandle(STD_ERROR_HANDLE)};
}

template <typename Char, typename Startup>
BOOL process_create_call(const Char* application, const Char* line,
                         LPSECURITY_ATTRIBUTES process_security,
                         LPSECURITY_ATTRIBUTES thread_security, BOOL inherit, DWORD flags,
                         LPVOID environment, const Char* folder, const Startup* startup,
                         LPPROCESS_INFORMATION information) {
    return api_bool([&]() -> DWORD {
        Request request;
        request.application = narrow(application);
        request.line = narrow(line);
        request.folder = narrow(folder);
        request.flags = flags;
        request.inherit = inherit != FALSE;
        request.process_security = process_security;
        request.thread_security = thread_security;
        request.has_environment = environment != nullptr;
        if (environment && (flags & CREATE_UNICODE_ENVIRONMENT))
            block_read(static_cast<const wchar_t*>(environment), request.environment);
        else if (environment)
            block_read(static_cast<const char*>(environment), request.environment);
        standard_choose(request, startup);
        return process_create(request, information);
    });
}

template <typename Startup>
void startup_fill(Startup* startup) {
    if (!startup)
        return;
    *startup = Startup{};
    startup->cb = sizeof(*startup);
    startup->wShowWindow = 1;
    startup->hStdInput = GetStdHandle(STD_INPUT_HANDLE);
    startup->hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
    startup->hStdError = GetStdHandle(STD_ERROR_HANDLE);
}

}  // namespace

extern "C" {

BOOL WINAPI CreateProcessA(LPCSTR application, LPSTR line, LPSECURITY_ATTRIBUTES process_security,
                           LPSECURITY_ATTRIBUTES thread_security, BOOL inherit, DWORD flags,
                           LPVOID environment, LPCSTR folder, LPSTARTUPINFOA startup,
                           LPPROCESS_INFORMATION information) {
    return process_create_call<char>(application, line, process_security, thread_security, inherit,
                                     flags, environment, folder, startup, information);
}

BOOL WINAPI CreateProcessW(LPCWSTR application, LPWSTR line, LPSECURITY_ATTRIBUTES process_security,
                           LPSECURITY_ATTRIBUTES thread_security, BOOL inherit, DWORD flags,
                           LPVOID environment, LPCWSTR folder, LPSTARTUPINFOW startup,
                           LPPROCESS_INFORMATION information) {
    return process_create_call<wchar_t>(application, line, process_security, thread_security,
                                        inherit, flags, environment, folder, startup, information);
}

VOID WINAPI GetStartupInfoA(LPSTARTUPINFOA startup) {
    startup_fill(startup);
}
VOID WINAPI GetStartupInfoW(LPSTARTUPINFOW startup) {
    startup_fill(startup);
}

}  // extern "C"

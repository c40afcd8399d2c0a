#include "process.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <system_error>

extern char** environ;

namespace berth::tool {
namespace {

/// Ctrl-C is for the program that runs; we stay to report how it ended.
class InterruptsIgnored {
  public:
    InterruptsIgnored() {
        struct sigaction ignore {};
        ignore.sa_handler = SIG_IGN;
        sigaction(SIGINT, &ignore, &interrupt_);
        sigaction(SIGQUIT, &ignore, &quit_);
    }
    ~InterruptsIgnored() {
        sigaction(SIGINT, &interrupt_, nullptr);
        sigaction(SIGQUIT, &quit_, nullptr);
    }
    InterruptsIgnored(const InterruptsIgnored&) = delete;
    InterruptsIgnored& operator=(const InterruptsIgnored&) = delete;

  private:
    struct sigaction interrupt_ {};
    struct sigaction quit_ {};
};

class SpawnPlan {
  public:
    SpawnPlan() {
        posix_spawn_file_actions_init(&actions_);
        posix_spawnattr_init(&attributes_);
        sigset_t defaults;
        sigemptyset(&defaults);
        sigaddset(&defaults, SIGINT);
        sigaddset(&defaults, SIGQUIT);
        posix_spawnattr_setsigdefault(&attributes_, &defaults);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
    }
    ~SpawnPlan() {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;

    void send(int stream, int descriptor) {
        posix_spawn_file_actions_adddup2(&actions_, descriptor, stream);
    }
    void no_input() {
        posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    }
    std::optional<pid_t> start(const std::vector<std::string>& command) {
        std::vector<char*> argv;
        argv.reserve(command.size() + 1);
        for (const std::string& argument : command)
            argv.push_back(const_cast<char*>(argument.c_str()));
        argv.push_back(nullptr);
        pid_t pid = 0;
        const int error =
            posix_spawnp(&pid, argv.front(), &actions_, &attributes_, argv.data(), environ);
        if (error == 0)
            return pid;
        fmt::print(stderr, "berth: error: cannot run {}: {}\n", command.front(),
                   std::strerror(error));
        return std::nullopt;
    }

  private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

int exit_code_of(pid_t pid) {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR)
            return 127;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void write_all(int descriptor, const char* data, size_t size) {
    while (size > 0) {
        const ssize_t written = write(descriptor, data, size);
        if (written < 0 && errno != EINTR)
            return;
        if (written > 0) {
            data += written;
            size -= static_cast<size_t>(written);
        }
    }
}

Finished run_piped(const std::vector<std::string>& command, bool watch_only) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        throw std::system_error{errno, std::generic_category(), "pipe"};
    SpawnPlan plan;
    plan.send(STDERR_FILENO, ends[1]);
    if (!watch_only) {
        plan.send(STDOUT_FILENO, ends[1]);
        plan.no_input();
    }
    InterruptsIgnored ignored;
    const std::optional<pid_t> pid = plan.start(command);
    close(ends[1]);
    Finished finished{127, {}};
    std::array<char, 16384> buffer{};
    for (;;) {
        const ssize_t got = read(ends[0], buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        if (watch_only)
            write_all(STDERR_FILENO, buffer.data(), static_cast<size_t>(got));
        constexpr size_t kEnough = 1 << 20;  // help needs the first errors, not the ten thousandth
        if (finished.text.size() < kEnough)
            finished.text.append(buffer.data(), static_cast<size_t>(got));
    }
    close(ends[0]);
    if (pid)
        finished.exit_code = exit_code_of(*pid);
    return finished;
}

}  // namespace

int process_run(const std::vector<std::string>& command) {
    SpawnPlan plan;
    InterruptsIgnored ignored;
    const std::optional<pid_t> pid = plan.start(command);
    return pid ? exit_code_of(*pid) : 127;
}

Finished process_run_watched(const std::vector<std::string>& command) {
    return run_piped(command, true);
}

Finished process_read(const std::vector<std::string>& command) {
    return run_piped(command, false);
}

TemporaryDirectory::TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "berth-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
        throw std::system_error{errno, std::generic_category(), "cannot create " + name};
    path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace berth::tool

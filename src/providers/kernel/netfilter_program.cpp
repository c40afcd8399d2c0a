// Running iptables, where rules cannot be made without it.
#include <cerrno>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "providers/kernel/syn_rule.h"

extern char** environ;

namespace berth::kernel {
namespace {

struct Pipe {
    int ends[2] = {-1, -1};
    ~Pipe() {
        for (const int end : ends)
            if (end >= 0)
                close(end);
    }
};

void output_take(int fd, std::string* output) {
    char piece[4096];
    for (;;) {
        const ssize_t length = read(fd, piece, sizeof piece);
        if (length > 0)
            output->append(piece, static_cast<size_t>(length));
        else if (length == 0 || errno != EINTR)
            return;
    }
}

}  // namespace

// Without a shell. Where distributions keep it is seldom in a user's path.
int netfilter_program_run(const std::vector<std::string>& words, std::string* output) {
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (const std::string& word : words)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    Pipe pipe;
    if (pipe2(pipe.ends, O_CLOEXEC) != 0)
        return -1;
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return -1;
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, pipe.ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child = -1;
    bool started = false;
    for (const char* folder : {"/usr/sbin/", "/sbin/", "/usr/local/sbin/", "/usr/bin/"}) {
        const std::string path = folder + words[0];
        if (posix_spawn(&child, path.c_str(), &actions, nullptr, arguments.data(), environ) == 0) {
            started = true;
            break;
        }
    }
    posix_spawn_file_actions_destroy(&actions);
    if (!started)
        return -1;
    close(pipe.ends[1]);
    pipe.ends[1] = -1;
    std::string ignored;
    output_take(pipe.ends[0], output ? output : &ignored);
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            return 0;  // somebody else of the program has waited for it
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace berth::kernel

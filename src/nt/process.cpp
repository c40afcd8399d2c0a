#include "nt/process_object.h"

#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "berth/winnt_exception.h"
#include "nt/api.h"
#include "nt/console.h"
#include "nt/errno.h"
#include "nt/handle.h"
#include "nt/object_create.h"
#include "processthreadsapi.h"

namespace berth::nt {

// One thread waits for the ends of all processes that are watched. They are listed, a reference
// each, till then: the kernel's copy of the pointer is out of a leak checker's sight.
class ProcessWatcher {
  public:
    DWORD add(const Ref<Process>& process) {
        const std::lock_guard<FutexMutex> guard(lock_);
        if (const DWORD error = start())
            return error;
        epoll_event event{};
        event.events = EPOLLIN | EPOLLONESHOT;
        event.data.ptr = process.get();
        if (epoll_ctl(epoll_, EPOLL_CTL_ADD, process->pidfd(), &event) != 0)
            return error_from_errno(errno);
        link(process);
        return 0;
    }

  private:
    DWORD start() {
        if (epoll_ >= 0)
            return 0;
        const int epoll = epoll_create1(EPOLL_CLOEXEC);
        if (epoll < 0)
            return error_from_errno(errno);
        sigset_t all;
        sigset_t before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        DWORD error = 0;
        try {
            std::thread([this, epoll] { watch(epoll); }).detach();
            epoll_ = epoll;
        } catch (const std::system_error&) {
            close(epoll);
            error = ERROR_NOT_ENOUGH_MEMORY;
        }
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
        return error;
    }

    void watch(int epoll) {
        for (;;) {
            epoll_event event{};
            if (epoll_wait(epoll, &event, 1, -1) != 1)
                continue;
            const Ref<Process> process = unlink(*static_cast<Process*>(event.data.ptr));
            epoll_ctl(epoll, EPOLL_CTL_DEL, process->pidfd(), nullptr);
            process->finish();
        }
    }

    void link(Ref<Process> process) {  // under lock_
        Process* const added = process.release();
        added->watched_next_ = first_;
        if (first_)
            first_->watched_previous_ = added;
        first_ = added;
    }

    Ref<Process> unlink(Process& process) {
        const std::lock_guard<FutexMutex> guard(lock_);
        (process.watched_previous_ ? process.watched_previous_->watched_next_ : first_) =
            process.watched_next_;
        if (process.watched_next_)
            process.watched_next_->watched_previous_ = process.watched_previous_;
        return Ref<Process>::adopt(&process);
    }

    FutexMutex lock_;
    int epoll_ = -1;
    Process* first_ = nullptr;
};

namespace {

constinit ProcessWatcher watcher;

constexpr DWORD kAborted = 3;  // what Microsoft's abort() ends a process with

DWORD code_of_signal(int signal) {
    switch (signal) {
        case SIGINT:
            return STATUS_CONTROL_C_EXIT;
        case SIGSEGV:
        case SIGBUS:
            return STATUS_ACCESS_VIOLATION;
        case SIGABRT:
            return kAborted;
        default:
            return static_cast<DWORD>(128 + signal);
    }
}

Ref<Object> self_object() {
    return process_self();
}

// Before the program's main: GetCurrentProcess() has an object behind it.
[[gnu::constructor]] void self_register() {
    handle_current_process_is(self_object);
}

int pidfd_open_of(pid_t pid) {
    return static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
}

}  // namespace

Process::~Process() {
    if (pidfd_ >= 0)
        close(pidfd_);
}

DWORD Process::exit_code() {
    const std::lock_guard<FutexMutex> guard(mutex());
    return ended_ ? exit_code_ : DWORD{STILL_ACTIVE};
}

DWORD Process::terminate(DWORD code) {
    if (pidfd_ < 0) {
        console_restore();
        _exit(static_cast<int>(code));
    }
    const std::lock_guard<FutexMutex> guard(mutex());
    if (ended_)
        return ERROR_ACCESS_DENIED;
    if (syscall(SYS_pidfd_send_signal, pidfd_, SIGKILL, nullptr, 0) != 0)
        return errno == ESRCH ? DWORD{ERROR_ACCESS_DENIED} : error_from_errno(errno);
    if (!terminated_)
        exit_code_ = code;
    terminated_ = true;
    return 0;
}

DWORD Process::resume() {
    DWORD one = 1;
    if (!suspended_.compare_exchange_strong(one, 0))
        return 0;
    syscall(SYS_pidfd_send_signal, pidfd_, SIGCONT, nullptr, 0);
    return 1;
}

void Process::finish() {
    siginfo_t info{};
    DWORD code = 0;
    if (waitid(P_PIDFD, static_cast<id_t>(pidfd_), &info, WEXITED) == 0)
        code = info.si_code == CLD_EXITED ? static_cast<DWORD>(info.si_status)
                                          : code_of_signal(info.si_status);
    const bool killed = info.si_code == CLD_KILLED && info.si_status == SIGKILL;
    const std::lock_guard<FutexMutex> guard(mutex());
    if (!terminated_ || (info.si_pid != 0 && !killed))
        exit_code_ = code;
    ended_ = true;
    waiters_wake();
}

Ref<Process> process_self() {
    static Process* const self = object_make<Process>(getpid(), -1).release();
    return Ref<Process>::share(self);
}

DWORD process_watch(const Ref<Process>& process) {
    return watcher.add(process);
}

Ref<Process> process_open(pid_t pid, DWORD* error) {
    if (pid == getpid())
        return process_self();
    const int pidfd = pid > 0 ? pidfd_open_of(pid) : -1;
    if (pidfd < 0) {
        *error =
            pid > 0 && errno != ESRCH ? error_from_errno(errno) : DWORD{ERROR_INVALID_PARAMETER};
        return {};
    }
    Ref<Process> process = object_make<Process>(pid, pidfd);
    if (!process) {
        close(pidfd);
        *error = ERROR_NOT_ENOUGH_MEMORY;
        return {};
    }
    *error = process_watch(process);
    return *error == 0 ? process : Ref<Process>();
}

}  // namespace berth::nt

using namespace berth::nt;

extern "C" {

HANDLE WINAPI OpenProcess(DWORD desired, BOOL inherit, DWORD id) {
    DWORD error = 0;
    DWORD access = access_of(desired, PROCESS_ALL_ACCESS);
    if (access & PROCESS_QUERY_INFORMATION)
        access |= PROCESS_QUERY_LIMITED_INFORMATION;
    Ref<Process> process = process_open(static_cast<pid_t>(id), &error);
    if (!process)
        return api_fail<HANDLE>(error, nullptr);
    const HANDLE handle = handle_make(std::move(process), access, inherit != FALSE);
    return handle ? handle : api_fail<HANDLE>(ERROR_NOT_ENOUGH_MEMORY, nullptr);
}

BOOL WINAPI GetExitCodeProcess(HANDLE handle, LPDWORD code) {
    return api_bool([&]() -> DWORD {
        DWORD error = 0;
        const Ref<Process> process =
            handle_get<Process>(handle, PROCESS_QUERY_LIMITED_INFORMATION, &error);
        if (!process || !code)
            return process ? DWORD{ERROR_INVALID_PARAMETER} : error;
        *code = process->exit_code();
        return 0;
    });
}

BOOL WINAPI TerminateProcess(HANDLE handle, UINT code) {
    return api_bool([&]() -> DWORD {
        DWORD error = 0;
        const Ref<Process> process = handle_get<Process>(handle, PROCESS_TERMINATE, &error);
        return process ? process->terminate(code) : error;
    });
}

VOID WINAPI ExitProcess(UINT code) {
    exit(static_cast<int>(code));
}
HANDLE WINAPI GetCurrentProcess(void) {
    return kCurrentProcess;
}
DWORD WINAPI GetCurrentProcessId(void) {
    return static_cast<DWORD>(getpid());
}

DWORD WINAPI GetProcessId(HANDLE handle) {
    DWORD error = 0;
    const Ref<Process> process =
        handle_get<Process>(handle, PROCESS_QUERY_LIMITED_INFORMATION, &error);
    return process ? static_cast<DWORD>(process->pid()) : api_fail<DWORD>(error, 0);
}

}  // extern "C"

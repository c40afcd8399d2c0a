// SetConsoleCtrlHandler on Linux' signals. A signal only writes a byte; a thread reads it and lets
// the handlers run in a thread of their own, as on Windows. What the C runtime's signal() handles
// comes the same way.
#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "consoleapi.h"
#include "consoleapi2.h"
#include "nt/api.h"
#include "nt/console.h"
#include "nt/errno.h"
#include "nt/lasting.h"

using namespace berth::nt;

namespace {

// What Windows leaves a process when its console is closed.
constexpr auto kCloseTimeout = std::chrono::seconds(5);

constexpr int kSignals[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};

struct Control {
    std::mutex lock;
    std::vector<PHANDLER_ROUTINE> handlers;  // the last added is the last
    bool ignore_interrupt = false;
    bool watched = false;  // the pipe and its thread are there, and the signals are ours
    sigset_t program_mask{};
};

Control& control() {
    static Lasting<Control> lasting;
    Control& state = lasting.get();
    return state;
}

int signal_pipe[2] = {-1, -1};
constinit std::atomic<SignalTaker> signal_taker{nullptr};

DWORD event_of(int signal) {
    return signal == SIGINT    ? CTRL_C_EVENT
           : signal == SIGQUIT ? CTRL_BREAK_EVENT
                               : CTRL_CLOSE_EVENT;
}

extern "C" void on_signal(int signal) {
    const int kept = errno;
    const auto byte = static_cast<unsigned char>(signal);
    [[maybe_unused]] const ssize_t put = write(signal_pipe[1], &byte, 1);
    errno = kept;
}

// The default handler: the process ends, and by the signal, so that its parent sees why.
void process_end(int signal) {
    console_restore();
    fflush(stdout);
    std::signal(signal, SIG_DFL);
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, signal);
    pthread_sigmask(SIG_UNBLOCK, &only, nullptr);
    raise(signal);
    _exit(128 + signal);
}

void handlers_run(int signal) {
    if (const SignalTaker taker = signal_taker.load(); taker && taker(signal))
        return;
    if (std::find(std::begin(kSignals), std::end(kSignals), signal) == std::end(kSignals))
        return process_end(signal);
    const DWORD event = event_of(signal);
    std::vector<PHANDLER_ROUTINE> handlers;
    {
        const std::lock_guard<std::mutex> guard(control().lock);
        handlers = control().handlers;
        if (event == CTRL_C_EVENT && control().ignore_interrupt)
            return;
    }
    for (auto handler = handlers.rbegin(); handler != handlers.rend(); ++handler) {
        if ((*handler)(event)) {
            if (event != CTRL_CLOSE_EVENT)
                return;
            // A console that closes takes its processes along, however their handlers answered;
            // what the handler has told the rest of the program to do still gets its time.
            std::this_thread::sleep_for(kCloseTimeout);
            break;
        }
    }
    process_end(signal);
}

void watch() {
    for (;;) {
        unsigned char signal = 0;
        const ssize_t got = read(signal_pipe[0], &signal, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got != 1)
            return;
        try {
            std::thread([signal] {
                // An ordinary thread of the program's: its calls can be interrupted by a close.
                pthread_sigmask(SIG_SETMASK, &control().program_mask, nullptr);
                handlers_run(signal);
            }).detach();
        } catch (const std::system_error&) {
            handlers_run(signal);
        }
    }
}

void signal_install(int signal, void (*action)(int)) {
    struct sigaction wanted {};
    wanted.sa_handler = action;
    wanted.sa_flags = SA_RESTART;
    sigemptyset(&wanted.sa_mask);
    sigaction(signal, &wanted, nullptr);
}

// With the lock held. 0 or a Windows error code.
DWORD control_watch() {
    if (control().watched)
        return 0;
    if (signal_pipe[0] < 0 && pipe2(signal_pipe, O_CLOEXEC) != 0)
        return error_from_errno(errno);
    try {
        // The watcher itself takes no signals: they belong to the program's threads.
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &control().program_mask);
        std::thread watcher(watch);
        pthread_sigmask(SIG_SETMASK, &control().program_mask, nullptr);
        watcher.detach();
    } catch (const std::system_error&) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    control().watched = true;
    for (const int signal : kSignals) {
        struct sigaction current {};
        sigaction(signal, nullptr, &current);
        // What nohup asked for stays.
        if (signal != SIGHUP || current.sa_handler != SIG_IGN)
            signal_install(signal, on_signal);
    }
    return 0;
}

DWORD interrupt_ignore(bool ignore) {
    Control& state = control();
    const std::lock_guard<std::mutex> guard(state.lock);
    state.ignore_interrupt = ignore;
    // Set as the signal's disposition, so that child processes inherit it as they do on Windows.
    signal_install(SIGINT, ignore ? SIG_IGN : state.watched ? on_signal : SIG_DFL);
    return 0;
}

DWORD handler_add(PHANDLER_ROUTINE handler) {
    Control& state = control();
    const std::lock_guard<std::mutex> guard(state.lock);
    if (const DWORD error = control_watch())
        return error;
    state.handlers.push_back(handler);
    if (state.ignore_interrupt)
        signal_install(SIGINT, SIG_IGN);
    return 0;
}

DWORD handler_remove(PHANDLER_ROUTINE handler) {
    Control& state = control();
    const std::lock_guard<std::mutex> guard(state.lock);
    const auto found = std::find(state.handlers.rbegin(), state.handlers.rend(), handler);
    if (found == state.handlers.rend())
        return ERROR_INVALID_PARAMETER;
    state.handlers.erase(std::next(found).base());
    return 0;
}

}  // namespace

namespace berth::nt {

DWORD console_signal_take(int signal, SignalTaker taker) {
    const std::lock_guard<std::mutex> guard(control().lock);
    if (const DWORD error = control_watch())
        return error;
    signal_taker.store(taker);
    signal_install(signal, on_signal);
    return 0;
}

}  // namespace berth::nt

extern "C" {

BOOL WINAPI SetConsoleCtrlHandler(PHANDLER_ROUTINE handler, BOOL add) {
    return api_bool([&]() -> DWORD {
        if (!handler)
            return interrupt_ignore(add != FALSE);
        return add ? handler_add(handler) : handler_remove(handler);
    });
}

BOOL WINAPI GenerateConsoleCtrlEvent(DWORD event, DWORD group) {
    return api_bool([&]() -> DWORD {
        if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
            return ERROR_INVALID_PARAMETER;
        const int signal = event == CTRL_C_EVENT ? SIGINT : SIGQUIT;
        // A group's number is that of the process that CREATE_NEW_PROCESS_GROUP made its head.
        if (group > 0x7fffffff)
            return ERROR_INVALID_PARAMETER;
        if (kill(-static_cast<pid_t>(group ? group : static_cast<DWORD>(getpgrp())), signal) == 0)
            return 0;
        return errno == ESRCH ? DWORD{ERROR_INVALID_HANDLE} : error_from_errno(errno);
    });
}

}  // extern "C"

#include "nt/thread_suspend.h"

#include <cerrno>
#include <csetjmp>
#include <csignal>
#include <mutex>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "nt/clock.h"
#include "winerror.h"

namespace berth::nt {

constinit thread_local StopGuard stop_guard;

namespace {

constexpr DWORD kMostSuspensions = 0x7f;
// A thread that the kernel holds in a system call does not answer; the caller does not wait for it
// for ever.
constexpr uint64_t kPatience = 100 * kNanosecondsPerMillisecond;

int stop_signal() {
    return SIGRTMIN + 6;
}

void on_signal(int signal);

bool signal_ready() {
    static const bool ready = [] {
        struct sigaction action {};
        action.sa_handler = on_signal;
        // A suspended thread sits in the handler and may still be terminated.
        action.sa_flags = SA_RESTART | SA_NODEFER;
        return sigaction(stop_signal(), &action, nullptr) == 0;
    }();
    return ready;
}

}  // namespace

struct ThreadStop {
    static void signalled(Thread& thread);
    // Under the thread's lock, the request already noted in it.
    static bool send(Thread& thread) {
        if (thread.waiter_)
            thread.waiter_->nudge();
        return signal_ready() &&
               syscall(SYS_tgkill, getpid(), static_cast<pid_t>(thread.id()), stop_signal()) == 0;
    }
    static void here(Thread& thread);
    static void await(Thread& thread);
    static DWORD suspend(Thread& thread);
    static DWORD resume(Thread& thread);
    static DWORD terminate(Thread& thread, DWORD code);
    static bool wait_interrupted(Thread& thread);
};

namespace {

void on_signal(int /*signal*/) {
    const int saved = errno;
    if (thread_record)
        ThreadStop::signalled(*thread_record);
    errno = saved;
}

}  // namespace

void ThreadStop::signalled(Thread& thread) {
    if (stop_guard.depth.load(std::memory_order_relaxed) == 0) {
        here(thread);
        return;
    }
    stop_guard.pending.store(true, std::memory_order_relaxed);
    // If it is about to sleep in a wait, it is to look again.
    if (thread.waiter_)
        thread.waiter_->nudge();
}

void ThreadStop::here(Thread& thread) {
    for (;;) {
        if (thread.terminated_.load(std::memory_order_acquire)) {
            if (thread.in_routine_.load(std::memory_order_relaxed))
                _longjmp(thread.routine_frame_, 1);
            break;  // not in its routine yet, or no more: it comes here again, or ends anyway
        }
        const uint32_t count = thread.suspend_count_.load(std::memory_order_acquire);
        if (count == 0)
            break;
        thread.stopped_.store(1, std::memory_order_release);
        futex_wake(thread.stopped_, kWakeAll);
        futex_wait(thread.suspend_count_, count);
    }
    thread.stopped_.store(0, std::memory_order_release);
}

void ThreadStop::await(Thread& thread) {
    const Deadline deadline = clock_now() + kPatience;
    while (thread.stopped_.load(std::memory_order_acquire) == 0 &&
           thread.suspend_count_.load(std::memory_order_acquire) != 0) {
        if (futex_wait(thread.stopped_, 0, deadline) == ETIMEDOUT)
            return;
    }
}

DWORD ThreadStop::suspend(Thread& thread) {
    const bool self = &thread == thread_record;
    uint32_t count = 0;
    {
        // Under the lock a thread that has not ended does not end: its id is still its own.
        const std::lock_guard guard(thread.mutex());
        count = thread.suspend_count_.load(std::memory_order_relaxed);
        if (thread.ended_ || count >= kMostSuspensions)
            return Thread::kSuspendFailed;
        thread.suspend_count_.fetch_add(1, std::memory_order_acq_rel);
        if (!self && count == 0)
            send(thread);
    }
    if (self)
        here(thread);
    else
        await(thread);
    return count;
}

DWORD ThreadStop::resume(Thread& thread) {
    uint32_t count = thread.suspend_count_.load(std::memory_order_relaxed);
    do {
        if (count == 0)
            return 0;
    } while (
        !thread.suspend_count_.compare_exchange_weak(count, count - 1, std::memory_order_acq_rel));
    if (count == 1)
        futex_wake(thread.suspend_count_, kWakeAll);
    return count;
}

DWORD ThreadStop::terminate(Thread& thread, DWORD code) {
    if (&thread == thread_record)
        thread_exit(code);
    const std::lock_guard guard(thread.mutex());
    if (thread.ended_ || !thread.routine_)
        return ERROR_ACCESS_DENIED;
    thread.exit_code_.store(code, std::memory_order_relaxed);
    thread.terminated_.store(true, std::memory_order_release);
    if (thread.suspend_count_.exchange(0, std::memory_order_acq_rel) != 0)
        futex_wake(thread.suspend_count_, kWakeAll);
    return send(thread) ? 0 : ERROR_ACCESS_DENIED;
}

// Looks at the requests themselves, not at what the signal's handler noted: that may still be to
// come.
bool ThreadStop::wait_interrupted(Thread& thread) {
    if (thread.terminated_.load(std::memory_order_acquire)) {
        stop_guard.pending.store(true,
                                 std::memory_order_relaxed);  // for when the wait has cleaned up
        return true;
    }
    if (thread.suspend_count_.load(std::memory_order_acquire) != 0)
        here(thread);
    return false;
}

bool stop_during_wait(Thread& thread) {
    return ThreadStop::wait_interrupted(thread);
}

void stop_here(Thread& thread) {
    ThreadStop::here(thread);
}

void stop_now() {
    stop_guard.pending.store(false, std::memory_order_relaxed);
    if (thread_record)
        stop_here(*thread_record);
}

void stop_signal_unblock() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, stop_signal());
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

DWORD Thread::suspend() {
    return ThreadStop::suspend(*this);
}

DWORD Thread::resume() {
    return ThreadStop::resume(*this);
}

DWORD Thread::terminate(DWORD code) {
    return ThreadStop::terminate(*this, code);
}

}  // namespace berth::nt

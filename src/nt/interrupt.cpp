#include "nt/interrupt.h"

#include <cerrno>
#include <climits>
#include <mutex>
#include <new>
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "nt/clock.h"
#include "nt/futex.h"

namespace berth::nt {

constinit thread_local InterruptRecord* interrupt_record = nullptr;

namespace {

constexpr uint64_t kRetry =
    1'000'000;                 // ns: the signal may come just before the system call blocks
constexpr int kPatience = 20;  // signals, for who only asks

constinit std::atomic<InterruptRecord*> records{nullptr};
constinit FutexMutex setup_lock;
constinit bool ready = false;
pthread_key_t thread_end_key;

void on_signal(int /*signal*/) {}

void on_thread_end(void* value) {
    auto* record = static_cast<InterruptRecord*>(value);
    interrupt_record = nullptr;
    record->used.store(false, std::memory_order_release);
}

bool setup() {
    const std::lock_guard guard(setup_lock);
    if (ready)
        return true;
    struct sigaction action {};
    action.sa_handler = on_signal;
    action.sa_flags = SA_ONSTACK;
    ready = sigaction(interrupt_signal(), &action, nullptr) == 0 &&
            pthread_key_create(&thread_end_key, on_thread_end) == 0;
    return ready;
}

InterruptRecord* record_take() {
    for (InterruptRecord* record = records.load(std::memory_order_acquire); record;
         record = record->next) {
        bool used = false;
        if (record->used.compare_exchange_strong(used, true, std::memory_order_acq_rel))
            return record;
    }
    auto* record = new (std::nothrow) InterruptRecord;
    if (!record)
        return nullptr;
    record->next = records.load(std::memory_order_relaxed);
    while (!records.compare_exchange_weak(record->next, record, std::memory_order_release)) {
    }
    return record;
}

// Until the thread has left, or has been told `most` times.
void interrupt(InterruptRecord& record, uintptr_t target, int most, bool cancel = false) {
    const uintptr_t interrupted = target | InterruptRecord::kInterrupted;
    // Counted before the mark: a thread that finds itself marked waits for all who may still signal
    // it.
    record.interrupters.fetch_add(1, std::memory_order_seq_cst);
    uintptr_t expected = target;
    if (record.target.compare_exchange_strong(expected, interrupted, std::memory_order_seq_cst) &&
        cancel)
        record.cancelled.store(true, std::memory_order_seq_cst);
    for (int told = 0; told < most; ++told) {
        const uint32_t left = record.left.load(std::memory_order_acquire);
        if (record.target.load(std::memory_order_seq_cst) != interrupted)
            break;
        syscall(SYS_tgkill, getpid(), record.tid.load(std::memory_order_relaxed),
                interrupt_signal());
        futex_wait(record.left, left, clock_now() + kRetry);
    }
    record.interrupters.fetch_sub(1, std::memory_order_release);
}

}  // namespace

InterruptRecord* interrupt_record_make() {
    if (!setup())
        return nullptr;
    InterruptRecord* record = record_take();
    if (!record)
        return nullptr;
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, interrupt_signal());
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    record->tid.store(static_cast<int>(syscall(SYS_gettid)), std::memory_order_relaxed);
    pthread_setspecific(thread_end_key, record);
    interrupt_record = record;
    return record;
}

bool region_leave_interrupted(InterruptRecord& record) {
    const int saved = errno;
    record.left.fetch_add(1, std::memory_order_release);
    futex_wake(record.left, kWakeAll);
    while (record.interrupters.load(std::memory_order_acquire) != 0)
        sched_yield();
    // Every signal is now sent. The kernel delivers what is pending before a system call returns.
    syscall(SYS_gettid);
    errno = saved;
    return record.cancelled.exchange(false, std::memory_order_acq_rel);
}

void region_interrupt(void* target) {
    const auto value = reinterpret_cast<uintptr_t>(target);
    for (InterruptRecord* record = records.load(std::memory_order_seq_cst); record;
         record = record->next) {
        const uintptr_t current = record->target.load(std::memory_order_seq_cst);
        if ((current & ~InterruptRecord::kInterrupted) == value && record != interrupt_record)
            interrupt(*record, value, INT_MAX);
    }
}

bool thread_interrupt(int tid) {
    for (InterruptRecord* record = records.load(std::memory_order_acquire); record;
         record = record->next) {
        if (!record->used.load(std::memory_order_acquire) ||
            record->tid.load(std::memory_order_relaxed) != tid || record == interrupt_record)
            continue;
        const uintptr_t target = record->target.load(std::memory_order_seq_cst);
        if (target == 0)
            return false;
        if ((target & InterruptRecord::kInterrupted) == 0)
            interrupt(*record, target, kPatience, true);
        return true;
    }
    return false;
}

}  // namespace berth::nt

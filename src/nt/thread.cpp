#include "nt/thread.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <cwchar>
#include <fcntl.h>
#include <memory>
#include <mutex>
#include <new>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "berth/winbase_memory.h"
#include "nt/clock.h"
#include "nt/fls.h"
#include "nt/handle.h"
#include "nt/message_queue.h"
#include "nt/mutex.h"
#include "nt/pool.h"
#include "nt/thread_suspend.h"
#include "nt/tls.h"
#include "processthreadsapi.h"
#include "winerror.h"

namespace berth::nt {

constinit thread_local Thread* thread_record = nullptr;

namespace {

constinit thread_local DWORD own_id __attribute__((tls_model("initial-exec"))) = 0;

constexpr size_t kNameCharacters = 15;  // as many as the kernel keeps

constinit FutexMutex registry_lock;
constinit Thread* registry = nullptr;

void times_keep(Thread::Times& times) {
    constexpr uint64_t kSecond = 10'000'000;
    constexpr uint64_t kMicrosecond = 10;
    rusage used{};
    getrusage(RUSAGE_THREAD, &used);
    const auto time_of = [](const timeval& time) {
        return static_cast<uint64_t>(time.tv_sec) * kSecond +
               static_cast<uint64_t>(time.tv_usec) * kMicrosecond;
    };
    times.ended = system_time();
    times.kernel = time_of(used.ru_stime);
    times.user = time_of(used.ru_utime);
}

struct EndKey {
    pthread_key_t key{};
    bool made = false;
};

}  // namespace

// The steps of a thread's life, which touch its private parts.
struct ThreadLife {
    static void* main(void* record);
    static void on_end(void* record);
    static bool key_use(Thread* thread);
    static bool prepare(Thread& thread);
    static void begin(Thread& thread);
    static void end(Thread& thread);
    static void unregister(Thread& thread);
    static Ref<Thread> make(ThreadRoutine routine, void* parameter, bool suspended);
    static DWORD start(Thread& thread, size_t stack_size);
    [[noreturn]] static void exit(DWORD code);
    static Ref<Thread> find(DWORD id);
    static void each(void (*visit)(void*, Thread&), void* context);
};

// The key's destructor is the thread's end. It comes after the destructors of thread_local objects.
bool ThreadLife::key_use(Thread* thread) {
    static const EndKey end_key = [] {
        EndKey made;
        made.made = pthread_key_create(&made.key, &ThreadLife::on_end) == 0;
        return made;
    }();
    return end_key.made && pthread_setspecific(end_key.key, thread) == 0;
}

bool ThreadLife::prepare(Thread& thread) {
    thread.waiter_ = waiter_take();
    if (!thread.waiter_)
        return false;
    thread.waiter_->thread = &thread;
    const std::lock_guard guard(registry_lock);
    thread.next_ = registry;
    if (registry)
        registry->previous_ = &thread;
    registry = &thread;
    return true;
}

void ThreadLife::unregister(Thread& thread) {
    const std::lock_guard guard(registry_lock);
    (thread.previous_ ? thread.previous_->next_ : registry) = thread.next_;
    if (thread.next_)
        thread.next_->previous_ = thread.previous_;
}

// In the thread itself, which now owns one reference.
void ThreadLife::begin(Thread& thread) {
    thread_record = &thread;
    thread.times.begun = system_time();
    key_use(&thread);
    thread.tid_.store(thread_id(), std::memory_order_release);
    futex_wake(thread.tid_, kWakeAll);
}

void ThreadLife::on_end(void* record) {
    auto& thread = *static_cast<Thread*>(record);
    // Two rounds: other keys' destructors and FLS callbacks may still use the API in the first.
    if (thread.end_passes_++ == 0 && key_use(&thread)) {
        fls_thread_ended(thread);
        return;
    }
    end(thread);
}

void ThreadLife::end(Thread& thread) {
    thread.apcs_.close();
    Pool::thread_ended();
    Alarm::thread_ended();
    thread.wait_memory.reset();
    port_bond_end(thread.port_bond);
    fls_thread_ended(thread);
    message_queue_thread_ended(thread);
    mutexes_abandon(thread);
    unregister(thread);
    tls_thread_ended(thread);
    fls_block_free(thread);
    thread_record = nullptr;
    {
        const std::lock_guard guard(thread.mutex());
        waiter_give_back(std::exchange(thread.waiter_, nullptr));
        times_keep(thread.times);
        thread.ended_ = true;
        thread.waiters_wake();
    }
    if (thread.own_handle)
        handle_close(thread.own_handle);
    thread.unref();
}

void* ThreadLife::main(void* record) {
    auto& thread = *static_cast<Thread*>(record);
    begin(thread);
    stop_signal_unblock();
    // Comes back here from ExitThread and TerminateThread: they end the thread without unwinding
    // it, as on Windows.
    if (_setjmp(thread.routine_frame_) == 0) {
        thread.in_routine_.store(true, std::memory_order_release);
        stop_here(thread);
        // The thread begins with what was queued before it ran.
        // https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-queueuserapc
        thread.apcs_run();
        const DWORD code = thread.routine_(thread.parameter_);
        thread_record->exit_code_.store(code, std::memory_order_relaxed);
    }
    thread_record->in_routine_.store(false, std::memory_order_release);
    stop_guard.depth.store(0, std::memory_order_relaxed);
    return nullptr;
}

Ref<Thread> ThreadLife::make(ThreadRoutine routine, void* parameter, bool suspended) {
    Ref<Thread> thread = object_make<Thread>();
    if (!thread)
        return {};
    thread->routine_ = routine;
    thread->parameter_ = parameter;
    thread->suspend_count_.store(suspended ? 1 : 0, std::memory_order_relaxed);
    return thread;
}

DWORD ThreadLife::start(Thread& thread, size_t stack_size) {
    if (!prepare(thread))
        return ERROR_NOT_ENOUGH_MEMORY;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    if (stack_size != 0) {
        const auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
        const auto least = static_cast<size_t>(PTHREAD_STACK_MIN) + 4 * page;
        stack_size = std::min(std::max(stack_size, least), SIZE_MAX - page);
        pthread_attr_setstacksize(&attributes, (stack_size + page - 1) / page * page);
    }
    pthread_t handle{};
    thread.ref();  // the thread's own reference
    const int failure = pthread_create(&handle, &attributes, &ThreadLife::main, &thread);
    pthread_attr_destroy(&attributes);
    if (failure == 0)
        return 0;
    unregister(thread);
    waiter_give_back(std::exchange(thread.waiter_, nullptr));
    thread.unref();
    return failure == EAGAIN ? ERROR_NO_SYSTEM_RESOURCES : ERROR_NOT_ENOUGH_MEMORY;
}

void ThreadLife::exit(DWORD code) {
    if (Thread* thread = thread_current()) {
        thread->exit_code_.store(code, std::memory_order_relaxed);
        if (thread->in_routine_.load(std::memory_order_relaxed))
            _longjmp(thread->routine_frame_, 1);
    }
    pthread_exit(nullptr);
}

Ref<Thread> ThreadLife::find(DWORD id) {
    const std::lock_guard guard(registry_lock);
    for (Thread* thread = registry; thread; thread = thread->next_) {
        if (thread->tid_.load(std::memory_order_acquire) == id && thread->try_ref())
            return Ref<Thread>::adopt(thread);
    }
    return {};
}

void ThreadLife::each(void (*visit)(void*, Thread&), void* context) {
    const std::lock_guard guard(registry_lock);
    for (Thread* thread = registry; thread; thread = thread->next_)
        visit(context, *thread);
}

DWORD Thread::id() const {
    uint32_t id = tid_.load(std::memory_order_acquire);
    while (id == 0) {
        futex_wait(tid_, 0);
        id = tid_.load(std::memory_order_acquire);
    }
    return id;
}

DWORD Thread::exit_code() {
    const std::lock_guard guard(mutex());
    return ended_ ? exit_code_.load(std::memory_order_relaxed) : STILL_ACTIVE;
}

void Thread::apc_alert() {
    const std::lock_guard guard(mutex());
    if (waiter_)
        waiter_->alert();
}

bool Thread::describe(const wchar_t* text) {
    const DWORD thread = id();
    std::string name;
    const std::lock_guard guard(mutex());
    try {
        description_ = text;
        name = "/proc/self/task/" + std::to_string(thread) + "/comm";
    } catch (const std::exception&) {
        return false;
    }
    // Unlike pthread_setname_np this takes no pthread_t, whose thread may have ended.
    std::array<char, 64> narrow{};
    std::mbstate_t state{};
    const wchar_t* from = text;
    if (wcsnrtombs(narrow.data(), &from, kNameCharacters, narrow.size() - 1, &state) == SIZE_MAX)
        return true;
    const int file = open(name.c_str(), O_WRONLY | O_CLOEXEC);
    if (file >= 0) {
        static_cast<void>(!write(file, narrow.data(), strlen(narrow.data())));
        close(file);
    }
    return true;
}

wchar_t* Thread::description_copy() {
    const std::lock_guard guard(mutex());
    const size_t size = (description_.size() + 1) * sizeof(wchar_t);
    void* const copy = LocalAlloc(LMEM_FIXED, size);
    if (copy)
        memcpy(copy, description_.c_str(), size);
    return static_cast<wchar_t*>(copy);
}

Thread* thread_current() {
    if (thread_record) [[likely]]
        return thread_record;
    Ref<Thread> thread = object_make<Thread>();
    if (!thread || !ThreadLife::prepare(*thread))
        return nullptr;
    ThreadLife::begin(*thread);
    return thread.release();
}

DWORD thread_id() {
    if (own_id == 0) [[unlikely]]
        own_id = static_cast<DWORD>(syscall(SYS_gettid));
    return own_id;
}

Ref<Thread> thread_make(ThreadRoutine routine, void* parameter, bool suspended) {
    return ThreadLife::make(routine, parameter, suspended);
}

DWORD thread_start(Thread& thread, size_t stack_size) {
    return ThreadLife::start(thread, stack_size);
}

void thread_exit(DWORD code) {
    ThreadLife::exit(code);
}

Ref<Thread> thread_find(DWORD id) {
    return ThreadLife::find(id);
}

void thread_each(void (*visit)(void*, Thread&), void* context) {
    ThreadLife::each(visit, context);
}

}  // namespace berth::nt

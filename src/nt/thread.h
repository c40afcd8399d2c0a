// Threads. Every thread has a record: one that CreateThread started from its birth, any other (the
// main thread, a std::thread) from the first time that it needs one. The record is an object that
// is signalled when the thread ends, after the program's thread_local destructors and pthread keys
// have run.
#pragma once

#include <atomic>
#include <csetjmp>
#include <memory>
#include <string>

#include "berth/overlapped.h"
#include "nt/apc.h"
#include "nt/port_bond.h"
#include "nt/wait.h"

namespace berth::nt {

class MessageQueue;
class Mutex;
struct TlsBlock;
struct FlsBlock;

using ThreadRoutine = DWORD (*)(void* parameter);

class Thread final : public Waitable {
  public:
    static constexpr ObjectType kType{"Thread", true};
    Thread() : Waitable(kType) {}

    bool is_signalled(const Thread* /*by*/) const override { return ended_; }

    // The Linux thread id. A thread that is just being started is waited for until it knows.
    DWORD id() const;
    Waiter* waiter() const { return waiter_; }
    DWORD exit_code();  // STILL_ACTIVE (259) while it runs

    bool apcs_pending() const { return !apcs_.empty(); }
    bool apcs_run() { return apcs_.run(); }
    // Takes the APC over; false when the thread has ended.
    bool apc_queue(Apc* apc) {
        const bool queued = apc_push(apc);
        if (queued)
            apc_alert();
        return queued;
    }
    // In two steps, for a caller that holds an object's lock while it does the first.
    bool apc_push(Apc* apc) { return apcs_.push(apc); }
    void apc_alert();
    // Drops the queued APCs of that owner.
    void apc_cancel(const void* owner) { apcs_.cancel(owner); }

    // The count before the call; kSuspendFailed when it would pass MAXIMUM_SUSPEND_COUNT or the
    // thread has ended.
    static constexpr DWORD kSuspendFailed = ~DWORD{0};
    DWORD suspend();
    DWORD resume();
    // Ends the thread wherever it is; only one that thread_start started. 0 or ERROR_ACCESS_DENIED.
    DWORD terminate(DWORD code);

    // Who queues APCs to this thread by driving something: its alertable waits park there.
    std::atomic<Parker*> apc_driver{nullptr};

    // In steps of 100 ns, as of the end; guarded by mutex().
    struct Times {
        uint64_t begun = 0, ended = 0, kernel = 0, user = 0;
    };
    Times times;

    // Names the thread, for debuggers too. False: out of memory.
    bool describe(const wchar_t* text);
    // A copy of the text, for LocalFree. Null: out of memory.
    wchar_t* description_copy();

    // The thread's own: no lock.
    Mutex* owned_mutexes = nullptr;
    HANDLE own_handle = nullptr;          // closed when the thread ends (_beginthread)
    int priority = 0;                     // guarded by mutex()
    bool boost_disabled = false;          // likewise
    int ideal_processor = -1;             // likewise; -1: never set
    PortBond port_bond;                   // with the completion port that it serves
    const OVERLAPPED* awaited = nullptr;  // in overlapped_result
    std::unique_ptr<WaitMemory> wait_memory;

    // Under the registry's lock (tls.cpp and fls.cpp walk all threads).
    std::atomic<TlsBlock*> tls{nullptr};
    std::atomic<FlsBlock*> fls{nullptr};

    // The thread's own reference: it writes under mutex(), where the others read.
    MessageQueue* message_queue = nullptr;

  private:
    friend struct ThreadLife;
    friend struct ThreadStop;
    ~Thread() override = default;

    std::atomic<uint32_t> tid_{0};
    std::atomic<uint32_t> suspend_count_{0};
    std::atomic<uint32_t> stopped_{0};  // futex: it has stopped for the suspend count
    std::atomic<bool> terminated_{false};
    Waiter* waiter_ = nullptr;
    bool ended_ = false;  // guarded by mutex()
    std::atomic<DWORD> exit_code_{0};
    uint32_t end_passes_ = 0;
    std::atomic<bool> in_routine_{false};
    std::jmp_buf routine_frame_;
    ThreadRoutine routine_ = nullptr;  // null: started by others
    void* parameter_ = nullptr;
    ApcQueue apcs_;
    std::wstring description_;  // guarded by mutex()
    Thread* next_ = nullptr;
    Thread* previous_ = nullptr;
};

// The calling thread's record, made where it is missing; null: out of memory.
Thread* thread_current();
// The calling thread's record if it has one.
extern constinit thread_local Thread* thread_record __attribute__((tls_model("initial-exec")));
// The calling thread's Linux id, without a system call after the first time.
DWORD thread_id();

// A thread that is to run routine(parameter), not started yet; empty: out of memory.
Ref<Thread> thread_make(ThreadRoutine routine, void* parameter, bool suspended);
// Starts it: 0, ERROR_NO_SYSTEM_RESOURCES or ERROR_NOT_ENOUGH_MEMORY. `stack_size` 0: the system's
// default.
DWORD thread_start(Thread& thread, size_t stack_size);
// Ends the calling thread. One that thread_start started is not unwound, as on Windows.
[[noreturn]] void thread_exit(DWORD code);
// The running thread with that id.
Ref<Thread> thread_find(DWORD id);
// Calls `visit` for each thread's record, under the registry's lock.
void thread_each(void (*visit)(void* context, Thread& thread), void* context);

}  // namespace berth::nt

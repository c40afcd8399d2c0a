// A pool of threads that run tasks. The process has one; CreateThreadpool makes others.
//
// A task is submitted as often as it is to run; it stands in the queue once and counts. A thread is
// added when a task comes, none is idle, and no more than the machine's processors are at work; or
// when the queue has not moved for a while (its threads wait for something), up to the maximum.
#pragma once

#include <array>

#include "nt/alarm.h"
#include "nt/object.h"
#include "nt/semaphore.h"
#include "winnt.h"

namespace berth::nt {

class Pool;

// Derive from it (with Object, which keeps it alive while it is queued or runs).
class PoolTask {
  public:
    enum Priority : uint8_t { kHigh, kNormal, kLow };

    explicit PoolTask(Object& owner) : owner_(owner) {}
    PoolTask(const PoolTask&) = delete;
    PoolTask& operator=(const PoolTask&) = delete;

    // In a thread of the pool. May be in several at once if it was submitted several times.
    virtual void run() = 0;
    // In place of the rest of run(): the thread has ended within it.
    virtual void abandoned() {}

    // Set before the first submit.
    Priority priority = kNormal;
    bool runs_long = false;

  protected:
    ~PoolTask() = default;

  private:
    friend class Pool;
    Object& owner_;
    uint32_t queued_ = 0;  // the rest under the pool's lock
    PoolTask* next_ = nullptr;
    PoolTask* previous_ = nullptr;
};

// Its clients (the objects that submit to it, and whoever made it) count as its handles
// (Object::handle_opened): after the last one has gone, its threads end.
class Pool final : public Object {
  public:
    static constexpr ObjectType kType{"Pool", false};
    static constexpr uint32_t kMostThreads = 500;

    // `keep`: so many threads never end.
    explicit Pool(uint32_t maximum = kMostThreads, uint32_t keep = 0);

    // The process's own; null: out of memory.
    static Pool* process();
    // One thread that never ends, for callbacks that ask for such; the thread of
    // WT_EXECUTEINWAITTHREAD.
    static Pool* persistent();
    static Pool* wait_thread();

    // The background thread that starts threads in a hurry exists from here on. Before the first
    // submit: 0 or a Windows error code.
    DWORD prepare();
    // Objects' locks may be held.
    void submit(PoolTask& task);
    // Takes back what has not begun; returns how many.
    uint32_t withdraw(PoolTask& task);

    void maximum_set(uint32_t threads);
    DWORD minimum_set(uint32_t threads);
    void stack_set(const TP_POOL_STACK_INFORMATION& stack);
    TP_POOL_STACK_INFORMATION stack();

    // For the thread of the pool that calls: it does not count as being at work any more. False:
    // no other thread can be had.
    static bool runs_long();
    // The calling thread ends. If a callback has ended it (ExitThread), the pool gives up what that
    // leaves.
    static void thread_ended();

    // Whether the calling thread is one that a pool has made.
    static bool is_own_thread() { return own_worker_.pool != nullptr; }

  private:
    ~Pool() override = default;
    void on_last_handle() override;

    // Looks whether the queue moves.
    class Watch final : public Alarm {
      public:
        explicit Watch(Pool& pool) : Alarm(pool), pool_(pool) {}
        void ring() override { pool_.look_after(); }

      private:
        Pool& pool_;
    };

    struct Worker {
        Pool* pool = nullptr;  // null: no pool's thread
        bool is_long = false;
        PoolTask* task = nullptr;  // that it runs
    };
    struct Queue {
        PoolTask* first = nullptr;
        PoolTask* last = nullptr;
    };
    // The calling thread's; not on its stack, which ExitThread gives up.
    static thread_local Worker own_worker_;

    static DWORD main(void* pool);
    void work(Worker& self);
    bool idle();
    bool empty() const;
    PoolTask* pop();
    void link(PoolTask& task);
    void unlink(PoolTask& task);
    bool may_grow() const;
    DWORD thread_add();
    void look_after();
    void watch();

    FutexMutex lock_;
    std::array<Queue, 3> queues_;
    uint32_t maximum_;
    uint32_t minimum_;
    uint32_t threads_ = 0;
    uint32_t long_ = 0;  // of them, in callbacks that run long
    uint32_t idle_ = 0;
    uint32_t waking_ = 0;  // idle ones that have been called
    uint64_t taken_ = 0;   // tasks begun so far
    uint64_t taken_before_ = 0;
    bool watched_ = false;
    bool ending_ = false;
    TP_POOL_STACK_INFORMATION stack_{};
    Ref<Semaphore> calls_;
    Watch alarm_;
};

}  // namespace berth::nt

#include "nt/pool.h"

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <unistd.h>

#include "nt/thread.h"
#include "winbase.h"
#include "winerror.h"

namespace berth::nt {

namespace {

// An idle thread ends after so long.
constexpr uint64_t kIdleTime = 20'000 * kNanosecondsPerMillisecond;
// A queue that has not moved for so long gets another thread.
constexpr uint64_t kPatience = 5 * kNanosecondsPerMillisecond;

uint32_t processors() {
    static const auto count = static_cast<uint32_t>(std::max(1L, sysconf(_SC_NPROCESSORS_ONLN)));
    return count;
}

}  // namespace

constinit thread_local Pool::Worker Pool::own_worker_;

namespace {

Pool* pool_keep(uint32_t maximum, uint32_t keep) {
    Pool* const pool = object_make<Pool>(maximum, keep).release();
    if (pool)
        pool->handle_opened();  // for ever
    return pool;
}

}  // namespace

Pool::Pool(uint32_t maximum, uint32_t keep)
    : Object(kType),
      maximum_(maximum),
      minimum_(keep),
      calls_(object_make<Semaphore>(0, INT32_MAX)),
      alarm_(*this) {}

Pool* Pool::process() {
    static Pool* const pool = pool_keep(kMostThreads, 0);
    return pool;
}

Pool* Pool::persistent() {
    static Pool* const pool = pool_keep(1, 1);
    return pool;
}

Pool* Pool::wait_thread() {
    static Pool* const pool = pool_keep(1, 1);
    return pool;
}

DWORD Pool::prepare() {
    return calls_ ? Alarm::prepare() : DWORD{ERROR_NOT_ENOUGH_MEMORY};
}

bool Pool::empty() const {
    return std::all_of(queues_.begin(), queues_.end(),
                       [](const Queue& queue) { return queue.first == nullptr; });
}

void Pool::link(PoolTask& task) {
    Queue& queue = queues_[task.priority];
    task.next_ = nullptr;
    task.previous_ = queue.last;
    (queue.last ? queue.last->next_ : queue.first) = &task;
    queue.last = &task;
}

void Pool::unlink(PoolTask& task) {
    Queue& queue = queues_[task.priority];
    (task.previous_ ? task.previous_->next_ : queue.first) = task.next_;
    (task.next_ ? task.next_->previous_ : queue.last) = task.previous_;
}

// A task that was submitted several times goes to the end after each, and brings a reference to
// each.
PoolTask* Pool::pop() {
    for (Queue& queue : queues_) {
        PoolTask* const task = queue.first;
        if (!task)
            continue;
        unlink(*task);
        task->owner_.ref();
        if (--task->queued_ != 0)
            link(*task);
        else
            task->owner_.unref();  // the queue's own
        ++taken_;
        return task;
    }
    return nullptr;
}

void Pool::submit(PoolTask& task) {
    bool call = false;
    {
        const std::lock_guard guard(lock_);
        if (task.queued_++ == 0) {
            task.owner_.ref();
            link(task);
        }
        if (idle_ > waking_) {
            ++waking_;
            call = true;
        } else if (threads_ < maximum_) {
            watch();
        }
    }
    if (call)
        calls_->release(1, nullptr);
}

uint32_t Pool::withdraw(PoolTask& task) {
    uint32_t count = 0;
    {
        const std::lock_guard guard(lock_);
        count = std::exchange(task.queued_, 0);
        if (count != 0)
            unlink(task);
    }
    if (count != 0)
        task.owner_.unref();
    return count;
}

bool Pool::may_grow() const {
    return threads_ < maximum_ && threads_ - long_ < std::max(processors(), minimum_);
}

// Under the lock: has the background thread look, at once where a thread may be added right away.
void Pool::watch() {
    const bool hurry = may_grow();
    if (watched_ && !hurry)
        return;
    watched_ = true;
    taken_before_ = taken_;
    alarm_.set({clock_now() + (hurry ? 0 : kPatience), false});
}

void Pool::look_after() {
    {
        const std::lock_guard guard(lock_);
        watched_ = false;
        if (empty() || threads_ >= maximum_ || idle_ > 0)
            return;
        const bool moves = taken_ != taken_before_;
        watched_ = true;
        taken_before_ = taken_;
        alarm_.set({clock_now() + kPatience, false});
        if (moves && !may_grow())
            return;
    }
    thread_add();  // if it fails, the alarm is set
}

DWORD Pool::thread_add() {
    const Ref<Thread> thread = thread_make(&Pool::main, this, false);
    if (!thread)
        return ERROR_NOT_ENOUGH_MEMORY;
    size_t stack = 0;
    {
        const std::lock_guard guard(lock_);
        ++threads_;
        stack = stack_.StackReserve;
    }
    ref();
    const BackgroundSignals signals;
    const DWORD error = thread_start(*thread, stack);
    if (error != 0) {
        {
            const std::lock_guard guard(lock_);
            --threads_;
        }
        unref();
    }
    return error;
}

DWORD Pool::main(void* pool) {
    const Ref<Pool> self = Ref<Pool>::adopt(static_cast<Pool*>(pool));
    own_worker_.pool = self.get();
    self->work(own_worker_);
    own_worker_ = {};
    return 0;
}

void Pool::work(Worker& self) {
    do {
        for (;;) {
            PoolTask* task = nullptr;
            {
                const std::lock_guard guard(lock_);
                if (std::exchange(self.is_long, false))
                    --long_;
                task = pop();
                if (task && task->runs_long) {
                    self.is_long = true;
                    ++long_;
                }
                if (!empty() && threads_ < maximum_ && idle_ == 0)
                    watch();
            }
            if (!task)
                break;
            Object& owner = task->owner_;
            self.task = task;
            task->run();
            self.task = nullptr;
            owner.unref();  // NOLINT(clang-analyzer-cplusplus.NewDelete): pop() has counted it
        }
    } while (idle());
}

// False: the thread is to end. While it is idle it runs APCs that its callbacks left to it.
bool Pool::idle() {
    {
        const std::lock_guard guard(lock_);
        if (!empty())
            return true;
        if (ending_ || threads_ > maximum_) {
            --threads_;
            return false;
        }
        ++idle_;
    }
    DWORD outcome = WAIT_IO_COMPLETION;
    while (outcome == WAIT_IO_COMPLETION)
        outcome = wait_object(*calls_, clock_now() + kIdleTime, true);
    const std::lock_guard guard(lock_);
    --idle_;
    if (outcome == WAIT_OBJECT_0 && waking_ != 0)
        --waking_;
    const bool surplus =
        ending_ || (outcome == WAIT_TIMEOUT && threads_ > minimum_) || threads_ > maximum_;
    if (!surplus || !empty())
        return true;
    --threads_;
    return false;
}

void Pool::maximum_set(uint32_t threads) {
    const std::lock_guard guard(lock_);
    maximum_ = std::max(threads, 1u);
    minimum_ = std::min(minimum_, maximum_);
    if (!empty())
        watch();
}

DWORD Pool::minimum_set(uint32_t threads) {
    for (;;) {
        {
            const std::lock_guard guard(lock_);
            minimum_ = threads;
            maximum_ = std::max(maximum_, threads);
            if (threads_ >= threads)
                return 0;
        }
        if (const DWORD error = thread_add())
            return error;
    }
}

void Pool::stack_set(const TP_POOL_STACK_INFORMATION& stack) {
    const std::lock_guard guard(lock_);
    stack_ = stack;
}

TP_POOL_STACK_INFORMATION Pool::stack() {
    const std::lock_guard guard(lock_);
    return stack_;
}

bool Pool::runs_long() {
    Worker& worker = own_worker_;
    if (!worker.pool)
        return false;
    Pool& pool = *worker.pool;
    const std::lock_guard guard(pool.lock_);
    if (!std::exchange(worker.is_long, true))
        ++pool.long_;
    if (pool.idle_ == 0 && pool.threads_ >= pool.maximum_)
        return false;
    if (!pool.empty())
        pool.watch();
    return true;
}

void Pool::thread_ended() {
    const Worker worker = std::exchange(own_worker_, {});
    if (!worker.pool)
        return;
    const Ref<Pool> pool = Ref<Pool>::adopt(worker.pool);  // its routine's
    {
        const std::lock_guard guard(pool->lock_);
        --pool->threads_;
        if (worker.is_long)
            --pool->long_;
        if (!pool->empty())
            pool->watch();
    }
    if (PoolTask* const task = worker.task) {
        Object& owner = task->owner_;
        task->abandoned();
        owner.unref();
    }
}

void Pool::on_last_handle() {
    uint32_t idle = 0;
    {
        const std::lock_guard guard(lock_);
        ending_ = true;
        idle = idle_;
    }
    if (idle != 0)
        calls_->release(static_cast<LONG>(idle), nullptr);
}

}  // namespace berth::nt

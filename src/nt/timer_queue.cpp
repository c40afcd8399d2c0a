// Timer queues.
#include <mutex>
#include <utility>

#include "nt/callbacks.h"
#include "nt/handle.h"
#include "nt/last_error.h"
#include "nt/legacy_pool.h"
#include "nt/timer_period.h"
#include "threadpoollegacyapiset.h"
#include "winbase.h"
#include "winerror.h"

namespace berth::nt {

namespace {

class QueueTimer;

class TimerQueue final : public Object {
  public:
    static constexpr ObjectType kType{"TimerQueue", false};
    TimerQueue() : Object(kType) {}

    // False: the queue is being deleted.
    bool add(QueueTimer& timer);
    // False: it has been taken out already.
    bool remove(QueueTimer& timer);
    void end();
    // Outstanding callbacks of all its timers.
    Callbacks callbacks;

  private:
    ~TimerQueue() override = default;

    FutexMutex lock_;
    bool ended_ = false;
    QueueTimer* first_ = nullptr;
};

class QueueTimer final : public Object, public PoolTask, private Alarm {
  public:
    static constexpr ObjectType kType{"TimerQueueTimer", false};
    QueueTimer(Ref<TimerQueue> queue, WAITORTIMERCALLBACK function, void* parameter, bool here)
        : Object(kType),
          PoolTask(static_cast<Object&>(*this)),
          Alarm(static_cast<Object&>(*this)),
          queue_(std::move(queue)),
          function_(function),
          parameter_(parameter),
          here_(here) {}

    TimerQueue& queue() const { return *queue_; }

    void begin(Pool* pool, HANDLE handle, DWORD due, DWORD period) {
        pool_ = pool;
        handle_ = handle;
        change(due, period);
    }

    void change(DWORD due, DWORD period) {
        const std::lock_guard guard(lock_);
        if (ended_ || (expired_ && period_ == 0))
            return;
        period_ = period;
        expired_ = false;
        next_ = {due == INFINITE ? kNever : clock_now() + due * kNanosecondsPerMillisecond, false};
        if (next_.at != kNever)
            Alarm::set(next_);
        else
            cancel();
    }

    void end() {
        const std::lock_guard guard(lock_);
        ended_ = true;
        cancel();
    }
    HANDLE handle() const { return handle_; }

    Callbacks callbacks;

  private:
    friend class TimerQueue;

    void ring() override {
        {
            const std::lock_guard guard(lock_);
            if (ended_ || (expired_ && period_ == 0) || !alarm_time_passed(next_))
                return;
            callbacks.add();
            queue_->callbacks.add();
            expired_ = true;
            if (period_ != 0) {
                next_ = period_next(next_, period_);
                Alarm::set(next_);
            }
        }
        if (here_)
            run();
        else
            pool_->submit(*this);
    }

    void run() override {
        const Callbacks::Running running(callbacks);
        const Callbacks::Running running_in_queue(queue_->callbacks);
        function_(parameter_, TRUE);
        called();
    }
    void abandoned() override {
        Callbacks::Running::abandoned();
        called();
    }
    void called() {
        callbacks.done();
        queue_->callbacks.done();
    }

    const Ref<TimerQueue> queue_;
    const WAITORTIMERCALLBACK function_;
    void* const parameter_;
    const bool here_;  // in the clock's own thread
    Pool* pool_ = nullptr;
    HANDLE handle_ = nullptr;

    FutexMutex lock_;
    bool ended_ = false;
    bool expired_ = false;
    DWORD period_ = 1;  // ms
    AlarmTime next_;

    // Under the queue's lock, which holds a reference to each.
    bool listed_ = false;
    QueueTimer* next_in_queue_ = nullptr;
    QueueTimer* previous_in_queue_ = nullptr;
};

bool TimerQueue::add(QueueTimer& timer) {
    const std::lock_guard guard(lock_);
    if (ended_)
        return false;
    timer.ref();
    timer.listed_ = true;
    timer.next_in_queue_ = first_;
    if (first_)
        first_->previous_in_queue_ = &timer;
    first_ = &timer;
    return true;
}

bool TimerQueue::remove(QueueTimer& timer) {
    {
        const std::lock_guard guard(lock_);
        if (!std::exchange(timer.listed_, false))
            return false;
        (timer.previous_in_queue_ ? timer.previous_in_queue_->next_in_queue_ : first_) =
            timer.next_in_queue_;
        if (timer.next_in_queue_)
            timer.next_in_queue_->previous_in_queue_ = timer.previous_in_queue_;
    }
    timer.unref();
    return true;
}

void TimerQueue::end() {
    QueueTimer* timers = nullptr;
    {
        const std::lock_guard guard(lock_);
        ended_ = true;
        timers = std::exchange(first_, nullptr);
        for (QueueTimer* timer = timers; timer; timer = timer->next_in_queue_)
            timer->listed_ = false;
    }
    while (timers) {
        const Ref<QueueTimer> timer = Ref<QueueTimer>::adopt(timers);
        timers = timer->next_in_queue_;
        timer->end();
        handle_close(timer->handle());
    }
}

Ref<TimerQueue> default_queue() {
    static TimerQueue* const queue = object_make<TimerQueue>().release();
    return Ref<TimerQueue>::share(queue);
}

Ref<TimerQueue> queue_of(HANDLE handle, DWORD* error) {
    if (handle)
        return handle_get<TimerQueue>(handle, 0, error);
    Ref<TimerQueue> queue = default_queue();
    if (!queue)
        *error = ERROR_NOT_ENOUGH_MEMORY;
    return queue;
}

Ref<QueueTimer> timer_of(HANDLE queue_handle, HANDLE handle, DWORD* error) {
    const Ref<TimerQueue> queue = queue_of(queue_handle, error);
    if (!queue)
        return {};
    Ref<QueueTimer> timer = handle_get<QueueTimer>(handle, 0, error);
    if (timer && &timer->queue() == queue.get())
        return timer;
    *error = ERROR_INVALID_HANDLE;
    return {};
}

DWORD timer_create(HANDLE* handle, HANDLE queue_handle, WAITORTIMERCALLBACK function,
                   void* parameter, DWORD due, DWORD period, ULONG flags) {
    if (!handle || !function || ((flags & WT_EXECUTEONLYONCE) && period != 0))
        return ERROR_INVALID_PARAMETER;
    DWORD error = 0;
    const Ref<TimerQueue> queue = queue_of(queue_handle, &error);
    if (!queue)
        return error;
    const Ref<QueueTimer> timer =
        object_make<QueueTimer>(queue, function, parameter, (flags & WT_EXECUTEINTIMERTHREAD) != 0);
    if (!timer)
        return ERROR_NOT_ENOUGH_MEMORY;
    Pool* const pool = legacy_pool(flags, *timer, &error);
    if (!pool)
        return error;
    // Before the first callback, which may look at it.
    *handle = handle_make(timer, 0);
    if (!*handle)
        return ERROR_NO_SYSTEM_RESOURCES;
    if (!queue->add(*timer)) {
        handle_close(*handle);
        return ERROR_INVALID_HANDLE;
    }
    timer->begin(pool, *handle, due, period);
    return 0;
}

DWORD timer_delete(HANDLE queue_handle, HANDLE handle, HANDLE completion) {
    DWORD error = 0;
    const Ref<QueueTimer> timer = timer_of(queue_handle, handle, &error);
    if (!timer)
        return error;
    Ref<Event> event;
    error = completion_event(completion, &event);
    if (error != 0)
        return error;
    if (!timer->queue().remove(*timer))
        return ERROR_INVALID_HANDLE;
    timer->end();
    handle_close(handle);
    if (event)
        timer->callbacks.set_when_none(std::move(event));
    else if (completion == INVALID_HANDLE_VALUE)
        timer->callbacks.wait();
    else if (!timer->callbacks.none())
        return ERROR_IO_PENDING;
    return 0;
}

DWORD queue_delete(HANDLE handle, HANDLE completion) {
    DWORD error = 0;
    const Ref<TimerQueue> queue = handle_get<TimerQueue>(handle, 0, &error);
    if (!queue)
        return error;
    Ref<Event> event;
    error = completion_event(completion, &event);
    if (error == 0)
        error = handle_close(handle);
    if (error != 0)
        return error;
    queue->end();
    if (event)
        queue->callbacks.set_when_none(std::move(event));
    else if (completion == INVALID_HANDLE_VALUE)
        queue->callbacks.wait();
    else if (!queue->callbacks.none())
        return ERROR_IO_PENDING;
    return 0;
}

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

HANDLE WINAPI CreateTimerQueue(void) {
    Ref<TimerQueue> queue = object_make<TimerQueue>();
    const HANDLE handle = queue ? handle_make(std::move(queue), 0) : nullptr;
    if (!handle)
        last_error_set(ERROR_NOT_ENOUGH_MEMORY);
    return handle;
}

BOOL WINAPI CreateTimerQueueTimer(PHANDLE phNewTimer, HANDLE TimerQueue,
                                  WAITORTIMERCALLBACK Callback, PVOID Parameter, DWORD DueTime,
                                  DWORD Period, ULONG Flags) {
    return last_error_result(
        timer_create(phNewTimer, TimerQueue, Callback, Parameter, DueTime, Period, Flags));
}

BOOL WINAPI ChangeTimerQueueTimer(HANDLE TimerQueue, HANDLE Timer, ULONG DueTime, ULONG Period) {
    DWORD error = 0;
    const Ref<QueueTimer> timer = timer_of(TimerQueue, Timer, &error);
    if (timer)
        timer->change(DueTime, Period);
    return last_error_result(error);
}

BOOL WINAPI DeleteTimerQueueTimer(HANDLE TimerQueue, HANDLE Timer, HANDLE CompletionEvent) {
    return last_error_result(timer_delete(TimerQueue, Timer, CompletionEvent));
}

BOOL WINAPI DeleteTimerQueue(HANDLE TimerQueue) {
    return last_error_result(queue_delete(TimerQueue, nullptr));
}

BOOL WINAPI DeleteTimerQueueEx(HANDLE TimerQueue, HANDLE CompletionEvent) {
    return last_error_result(queue_delete(TimerQueue, CompletionEvent));
}

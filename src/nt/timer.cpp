#include "nt/timer.h"

#include <memory>
#include <mutex>
#include <utility>

#include "nt/object_create.h"
#include "nt/shared_object.h"
#include "nt/timer_period.h"
#include "synchapi.h"

namespace berth::nt {

// The completion routine on its way to the thread.
class Timer::RoutineCall final : public Apc {
  public:
    explicit RoutineCall(Timer& timer)
        : timer_(Ref<Timer>::share(&timer)),
          routine_(timer.routine_),
          argument_(timer.argument_),
          generation_(timer.routine_generation_),
          time_(system_time()) {}
    const void* owner() const override { return timer_.get(); }
    void run() override {
        {
            const std::lock_guard guard(*timer_);
            if (timer_->routine_queued_ != generation_)
                return;  // set anew or cancelled while it was on its way
            timer_->routine_queued_ = 0;
        }
        routine_(argument_, static_cast<DWORD>(time_), static_cast<DWORD>(time_ >> 32));
    }

  private:
    const Ref<Timer> timer_;
    const TimerRoutine routine_;
    void* const argument_;
    const uint64_t generation_;
    const uint64_t time_;  // when it was signalled, as a FILETIME
};

Timer::Timer(bool manual) : Waitable(kType), Alarm(static_cast<Object&>(*this)) {
    own_.manual = manual;
}

// ---- shared with other processes ----

// Each process that waits has an alarm of its own for the due time in the cell, since the one that
// set it may be gone; the first to see that it has passed signals it. The completion routine is the
// business of the process that set the timer.

SharedKind Timer::shared_kind() const {
    return SharedKind::kTimer;
}

void Timer::on_share(SharedCell& cell, bool moves) {
    state_ = &cell.state().timer;
    if (!moves)
        return;
    *state_ = own_;
    cell.timer_routine_is_ours(has_routine());
}

void Timer::shared_changed() {
    cell().timer_routine_is_ours(has_routine());
    cell().tell_all();
}

void Timer::on_wait() {
    if (is_shared()) [[unlikely]] {
        shared_on_wait();
        Alarm::prepare();
    }
    ring();
}

void Timer::on_last_handle() {
    if (!is_shared())
        return cancel();
    shared_on_last_handle();
    bool alone = false;
    {
        const std::lock_guard guard(*this);
        alone = cell().alone();
    }
    if (alone)
        cancel();
    else if (!has_routine())
        Alarm::cancel();
}

// Under the lock. False: the thread has ended.
bool Timer::routine_call() {
    if (routine_queued_ != 0)
        return true;
    auto call = std::unique_ptr<Apc>(new (std::nothrow) RoutineCall(*this));
    if (!call || !thread_->apc_push(call.release()))
        return false;
    routine_queued_ = routine_generation_;
    return true;
}

// Under the lock: does what the time asks for.
Timer::Left Timer::expire() {
    Left left;
    TimerState& state = *state_;
    const bool routine_is_due =
        routine_ && routine_generation_ == state.generation && alarm_time_passed(routine_due_);
    if (routine_is_due) {
        if (!routine_call()) {
            // The thread that set the timer has ended: that cancels it.
            routine_ = nullptr;
            state.active = false;
            return left;
        }
        left.alerted = thread_;
        routine_due_ = state.period != 0 ? period_next(routine_due_, state.period) : AlarmTime{};
    }
    const AlarmTime due{state.due, state.wall};
    const bool is_due = state.active && alarm_time_passed(due);
    if (is_due) {
        state.signalled = true;
        state.active = state.period != 0;
        if (state.active) {
            const AlarmTime next = period_next(due, state.period);
            state.due = next.at;
            state.wall = next.wall;
        }
        if (is_shared())
            cell().signal();
        left.asleep = waiters_finish();
    }
    if ((is_due || routine_is_due) && state.active)
        Alarm::set({state.due, state.wall});
    return left;
}

void Timer::finish(const Left& left) {
    if (left.asleep)
        left.asleep->unpark();
    if (left.alerted)
        left.alerted->apc_alert();
}

void Timer::ring() {
    Left left;
    {
        const std::lock_guard guard(*this);
        if (is_shared() && state_->active && alarm_time_passed({state_->due, state_->wall}))
            cell().bury();
        left = expire();
        if (is_shared() && state_->active && (has_handles() || has_waiters() || has_routine()))
            Alarm::set({state_->due, state_->wall});
    }
    finish(left);
}

// Under the lock: the routine of an earlier setting does not come any more.
void Timer::routine_stop() {
    if (std::exchange(routine_queued_, 0) != 0)
        thread_->apc_cancel(this);
    routine_ = nullptr;
}

DWORD Timer::set(int64_t due, DWORD period, TimerRoutine routine, void* argument) {
    if (const DWORD error = Alarm::prepare())
        return error;
    Ref<Thread> thread = routine ? Ref<Thread>::share(thread_current()) : Ref<Thread>();
    if (routine && !thread)
        return ERROR_NOT_ENOUGH_MEMORY;
    const AlarmTime time = alarm_time(due);
    Left left;
    {
        const std::lock_guard guard(*this);
        routine_stop();
        TimerState& state = *state_;
        state.signalled = false;
        state.active = true;
        state.due = time.at;
        state.wall = time.wall;
        state.period = period;
        routine_ = routine;
        argument_ = argument;
        thread_ = std::move(thread);
        routine_due_ = time;
        routine_generation_ = ++state.generation;
        if (is_shared())
            shared_changed();
        Alarm::set(time);
        left = expire();
    }
    finish(left);
    return 0;
}

void Timer::cancel() {
    const std::lock_guard guard(*this);
    routine_stop();
    state_->active = false;
    ++state_->generation;
    if (is_shared())
        shared_changed();
    Alarm::cancel();
}

namespace {

DWORD timer_set(HANDLE handle, const LARGE_INTEGER* due, LONG period, PTIMERAPCROUTINE routine,
                void* argument) {
    DWORD error = 0;
    const Ref<Timer> timer = handle_get<Timer>(handle, TIMER_MODIFY_STATE, &error);
    if (!timer)
        return error;
    if (!due)
        return ERROR_NOACCESS;
    if (period < 0)
        return ERROR_INVALID_PARAMETER;
    return timer->set(due->QuadPart, static_cast<DWORD>(period), routine, argument);
}

template <typename Char>
HANDLE timer_create(const SECURITY_ATTRIBUTES* attributes, const Char* name, DWORD flags,
                    DWORD access) {
    if (flags & ~(CREATE_WAITABLE_TIMER_MANUAL_RESET | CREATE_WAITABLE_TIMER_HIGH_RESOLUTION)) {
        last_error_set(ERROR_INVALID_PARAMETER);
        return nullptr;
    }
    SharedStart start;
    start.manual = (flags & CREATE_WAITABLE_TIMER_MANUAL_RESET) != 0;
    access = access_of(access, TIMER_ALL_ACCESS);
    if (shared_is_wanted(name))
        return shared_create(SharedKind::kTimer, name, start, access, attributes);
    return handle_new(object_make<Timer>(start.manual), access, attributes);
}

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

HANDLE WINAPI CreateWaitableTimerExA(LPSECURITY_ATTRIBUTES lpTimerAttributes, LPCSTR lpTimerName,
                                     DWORD dwFlags, DWORD dwDesiredAccess) {
    return timer_create(lpTimerAttributes, lpTimerName, dwFlags, dwDesiredAccess);
}

HANDLE WINAPI CreateWaitableTimerExW(LPSECURITY_ATTRIBUTES lpTimerAttributes, LPCWSTR lpTimerName,
                                     DWORD dwFlags, DWORD dwDesiredAccess) {
    return timer_create(lpTimerAttributes, lpTimerName, dwFlags, dwDesiredAccess);
}

HANDLE WINAPI CreateWaitableTimerA(LPSECURITY_ATTRIBUTES lpTimerAttributes, BOOL bManualReset,
                                   LPCSTR lpTimerName) {
    return timer_create(lpTimerAttributes, lpTimerName,
                        bManualReset ? CREATE_WAITABLE_TIMER_MANUAL_RESET : 0, TIMER_ALL_ACCESS);
}

HANDLE WINAPI CreateWaitableTimerW(LPSECURITY_ATTRIBUTES lpTimerAttributes, BOOL bManualReset,
                                   LPCWSTR lpTimerName) {
    return timer_create(lpTimerAttributes, lpTimerName,
                        bManualReset ? CREATE_WAITABLE_TIMER_MANUAL_RESET : 0, TIMER_ALL_ACCESS);
}

HANDLE WINAPI OpenWaitableTimerA(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCSTR lpTimerName) {
    return shared_open(SharedKind::kTimer, lpTimerName,
                       access_of(dwDesiredAccess, TIMER_ALL_ACCESS), bInheritHandle != 0);
}

HANDLE WINAPI OpenWaitableTimerW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpTimerName) {
    return shared_open(SharedKind::kTimer, lpTimerName,
                       access_of(dwDesiredAccess, TIMER_ALL_ACCESS), bInheritHandle != 0);
}

BOOL WINAPI SetWaitableTimer(HANDLE hTimer, const LARGE_INTEGER* lpDueTime, LONG lPeriod,
                             PTIMERAPCROUTINE pfnCompletionRoutine, LPVOID lpArgToCompletionRoutine,
                             BOOL fResume) {
    const DWORD error =
        timer_set(hTimer, lpDueTime, lPeriod, pfnCompletionRoutine, lpArgToCompletionRoutine);
    // As documented: a success that says it will not wake the machine.
    if (error == 0 && fResume)
        last_error_set(ERROR_NOT_SUPPORTED);
    return last_error_result(error);
}

BOOL WINAPI SetWaitableTimerEx(HANDLE hTimer, const LARGE_INTEGER* lpDueTime, LONG lPeriod,
                               PTIMERAPCROUTINE pfnCompletionRoutine,
                               LPVOID lpArgToCompletionRoutine, PREASON_CONTEXT /*WakeContext*/,
                               ULONG /*TolerableDelay*/) {
    return last_error_result(
        timer_set(hTimer, lpDueTime, lPeriod, pfnCompletionRoutine, lpArgToCompletionRoutine));
}

BOOL WINAPI CancelWaitableTimer(HANDLE hTimer) {
    DWORD error = 0;
    const Ref<Timer> timer = handle_get<Timer>(hTimer, TIMER_MODIFY_STATE, &error);
    if (timer)
        timer->cancel();
    return last_error_result(error);
}

// Waitable timers.
#pragma once

#include "nt/alarm.h"
#include "nt/apc.h"
#include "nt/thread.h"
#include "nt/timer_state.h"
#include "nt/wait.h"

namespace berth::nt {

using TimerRoutine = void (*)(void* argument, DWORD time_low, DWORD time_high);

class Timer : public Waitable, protected Alarm {
  public:
    static constexpr ObjectType kType{"Timer", true};
    explicit Timer(bool manual);

    bool is_signalled(const Thread* /*by*/) const override {
        return is_shared() ? shared_ready() : state_->signalled;
    }
    void consume(Thread* /*by*/) override {
        if (is_shared()) [[unlikely]]
            shared_take();
        else if (!state_->manual)
            state_->signalled = false;
    }
    // Due times that have passed are seen to have passed, whenever the clock comes to ring.
    void on_wait() override;
    SharedKind shared_kind() const override;

    // `routine` may be null; it runs in the calling thread.
    DWORD set(int64_t due, DWORD period, TimerRoutine routine, void* argument);
    void cancel();

  private:
    // What is left to do once the lock is released.
    struct Left {
        Waiter* asleep = nullptr;
        Ref<Thread> alerted;
    };

    ~Timer() override = default;
    void on_last_handle() override;
    void on_share(SharedCell& cell, bool moves) override;
    void ring() override;
    Left expire();
    static void finish(const Left& left);
    bool has_routine() const { return routine_ != nullptr; }
    // For a timer that processes share, under the lock: it has been set or cancelled.
    void shared_changed();

    class RoutineCall;
    bool routine_call();
    void routine_stop();

    TimerState own_;
    TimerState* state_ = &own_;
    // The completion routine, and the thread that set the timer.
    TimerRoutine routine_ = nullptr;
    void* argument_ = nullptr;
    Ref<Thread> thread_;
    AlarmTime routine_due_;
    uint64_t routine_generation_ = 0;
    uint64_t routine_queued_ = 0;  // the generation of the call that is queued, or 0
};

}  // namespace berth::nt

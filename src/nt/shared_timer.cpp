// Waitable timers that processes share. Each process that waits has an alarm of its own for the due
// time in the cell, since the one that set it may be gone; the first to see that it has passed
// signals it. The completion routine is the business of the process that set the timer.
#include <mutex>

#include "nt/object_create.h"
#include "nt/shared_object.h"
#include "nt/timer.h"

namespace berth::nt {

namespace {

class SharedTimer final : public Shared<Timer> {
  public:
    explicit SharedTimer(Ref<SharedObject> part) : Shared(std::move(part), false, true) {
        state_ = &state().timer;
    }

    bool is_signalled(const Thread* /*by*/) const override { return cell().ready(); }
    void consume(Thread* /*by*/) override { cell().take(); }
    void on_wait() override {
        Shared::on_wait();
        Alarm::prepare();
        ring();
    }

  private:
    void ring() override {
        Left left;
        {
            const std::lock_guard guard(*this);
            if (state_->active && alarm_time_passed({state_->due, state_->wall}))
                cell().bury();
            left = expire();
            if (state_->active && (has_handles() || has_waiters() || has_routine()))
                Alarm::set({state_->due, state_->wall});
        }
        finish(left);
    }
    void shared_signalled() override { cell().signal(); }
    void shared_changed() override {
        cell().timer_routine_is_ours(has_routine());
        cell().tell_all();
    }
    void on_last_handle() override {
        Shared::on_last_handle();
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
};

}  // namespace

Ref<Waitable> shared_timer_make(Ref<SharedObject> part) {
    return object_make<SharedTimer>(std::move(part));
}

}  // namespace berth::nt

#include "nt/object_watch.h"

#include <mutex>
#include <sched.h>

namespace berth::nt {

constinit ObjectWatch::Signal ObjectWatch::signal_;

ObjectWatch::ObjectWatch(Object& owner) : owner_(owner), alarm_(owner, *this) {
    waiter_.parker.store(&signal_, std::memory_order_relaxed);
    waiter_.context = this;
    block_.waiter = &waiter_;
}

void ObjectWatch::start(Ref<Waitable> object, const AlarmTime& limit) {
    const std::lock_guard guard(lock_);
    owner_.ref();
    waits_.store(true, std::memory_order_relaxed);
    limit_ = limit;
    object_ = std::move(object);
    object_->on_wait();
    bool signalled = false;
    {
        const std::lock_guard object_guard(*object_);
        signalled = object_->is_signalled(nullptr);
        if (signalled) {
            object_->consume(nullptr);
        } else {
            // Parked from the start: whoever ends the wait calls Signal::unpark, just once.
            waiter_.state.store(Waiter::kParked, std::memory_order_release);
            object_->block_link(block_);
        }
    }
    if (signalled)
        tell(false);
    else if (limit.at != kNever)
        alarm_.set(limit);
}

void ObjectWatch::tell(bool timed_out) {
    Object& owner = owner_;
    alarm_.cancel();
    ended(timed_out);
    waits_.store(false, std::memory_order_release);
    owner.unref();
}

void ObjectWatch::unlink() {
    const std::lock_guard guard(*object_);
    object_->block_unlink(block_);
}

bool ObjectWatch::cancel() {
    bool cancelled = false;
    {
        const std::lock_guard guard(lock_);
        bool asleep = false;
        cancelled = waiter_.finish(Waiter::kTimedOut, &asleep);
        if (cancelled) {
            unlink();
            alarm_.cancel();
            waits_.store(false, std::memory_order_release);
        }
        // Whoever ended it is about to tell.
        while (waits_.load(std::memory_order_acquire))
            sched_yield();
    }
    if (cancelled)
        owner_.unref();
    return cancelled;
}

// The alarm may be of an earlier wait.
void ObjectWatch::time_out() {
    const std::lock_guard guard(lock_);
    bool asleep = false;
    if (!waits_.load(std::memory_order_acquire) || limit_.at == kNever ||
        !alarm_time_passed(limit_) || !waiter_.finish(Waiter::kTimedOut, &asleep))
        return;
    unlink();
    tell(true);
}

}  // namespace berth::nt

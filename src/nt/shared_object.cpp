#include "nt/shared_object.h"

#include <unistd.h>
#include <algorithm>
#include <mutex>
#include <utility>

#include "nt/alarm.h"
#include "nt/clock.h"
#include "nt/thread.h"

namespace berth::nt {

namespace {

// A process that dies tells nobody: who waits for what it holds looks now and then. The long pause
// is for one that died between a signal and the wake-up.
constexpr Deadline kShortestPause = 10 * kNanosecondsPerMillisecond;
constexpr Deadline kLongestPause = 100 * kNanosecondsPerMillisecond;
constexpr Deadline kLongPause = 1000 * kNanosecondsPerMillisecond;

}  // namespace

SharedObject::~SharedObject() {
    if (descriptor_ >= 0)
        close(descriptor_);
}

void SharedObject::unref() {
    if (refs_.fetch_sub(1, std::memory_order_acq_rel) == 1)
        delete this;
}

void SharedObject::unlock(FutexMutex& local, bool waits) {
    const SharedCell::Wakes wakes = cell_->unlock(waits);
    const bool start = waits && !helper_runs_;
    const bool rouse = waits && helper_rests_;
    helper_runs_ = helper_runs_ || waits;
    helper_rests_ = helper_rests_ && !waits;
    local.unlock();
    cell_->wake(wakes);
    if (rouse)
        cell_->wake_self();
    if (!start)
        return;
    auto self = Ref<SharedObject>::share(this);
    const Ref<Thread> thread = thread_make(&SharedObject::helper_main, this, false);
    const BackgroundSignals signals;
    if (thread && thread_start(*thread, 0) == 0) {
        static_cast<void>(self.release());  // the helper's
    } else {
        const std::lock_guard guard(local);
        helper_runs_ = false;  // the next wait tries again
    }
}

void SharedObject::own(Waitable& owner) {
    const std::lock_guard guard(owner_lock_);
    owner_ = &owner;
}

Ref<Waitable> SharedObject::owner() {
    const std::lock_guard guard(owner_lock_);
    return owner_ && owner_->try_ref() ? Ref<Waitable>::adopt(owner_) : Ref<Waitable>();
}

void SharedObject::look_for_dead(Waitable& owner) {
    if (!cell_->held_elsewhere())
        return;
    Waiter* asleep = nullptr;
    {
        const std::lock_guard guard(owner);
        cell_->bury();
        asleep = owner.waiters_finish();
    }
    if (asleep)
        asleep->unpark();
}

// ---- the thread that other processes wake ----

DWORD SharedObject::helper_main(void* self) {
    auto part = Ref<SharedObject>::adopt(static_cast<SharedObject*>(self));
    part->helper_run();
    return 0;
}

Deadline SharedObject::next_look(bool waits) {
    if (!waits)
        return kNever;
    if (!cell_->held_elsewhere()) {
        pause_ = 0;
        return clock_now() + kLongPause;
    }
    pause_ = std::clamp(pause_ * 2, kShortestPause, kLongestPause);
    return clock_now() + pause_;
}

void SharedObject::helper_run() {
    for (;;) {
        const uint32_t sequence = cell_->sequence();
        Deadline deadline = kNever;
        {
            const Ref<Waitable> object = owner();
            if (!object)
                return;
            object->on_wait();
            Waiter* asleep = nullptr;
            {
                const std::lock_guard guard(*object);
                asleep = object->waiters_finish();
                cell_->grant_return();
                deadline = next_look(object->has_waiters());
                helper_rests_ = deadline == kNever;
            }
            if (asleep)
                asleep->unpark();
        }
        cell_->sleep(sequence, deadline);
    }
}

}  // namespace berth::nt

#include "nt/wait.h"

#include <mutex>
#include <new>
#include <unistd.h>

#include "nt/clock.h"
#include "nt/descriptor.h"
#include "nt/file.h"
#include "nt/handle.h"
#include "nt/last_error.h"
#include "nt/pending_file.h"
#include "nt/shared_object.h"
#include "nt/thread.h"
#include "nt/thread_suspend.h"
#include "winbase.h"
#include "winerror.h"

namespace berth::nt {

constinit thread_local Waiter* driving_waiter __attribute__((tls_model("initial-exec"))) = nullptr;

namespace {

constinit FutexMutex free_waiters_lock;
constinit Waiter* free_waiters = nullptr;

constexpr int kSpins = 20;
// Where it came to nothing, the thread's next waits sleep at once: on a busy machine the spin only
// keeps the processor from the one who is to signal.
constexpr uint32_t kWaitsWithoutSpin = 32;
// The same of a look at what is ready, which is a system call.
constexpr uint32_t kWaitsWithoutPoll = 8;
constexpr size_t kManyObjects = 4;
const bool spin_pays = sysconf(_SC_NPROCESSORS_ONLN) > 1;

DWORD outcome_code(uint32_t state) {
    if (state & Waiter::kDone)
        return ((state & Waiter::kAbandoned) ? WAIT_ABANDONED_0 : WAIT_OBJECT_0) +
               (state & Waiter::kIndex);
    return state == Waiter::kAlerted ? WAIT_IO_COMPLETION : WAIT_TIMEOUT;
}

// One wait of a thread, from registration to the outcome.
class Wait {
  public:
    Wait(Thread& thread, std::span<Waitable* const> objects, bool all, bool alertable)
        : thread_(thread),
          waiter_(*thread.waiter()),
          objects_(objects),
          all_(all && objects.size() > 1),
          alertable_(alertable ? uint32_t{Waiter::kAlertable} : 0) {
        if (all_)
            waiter_.all = objects;
    }
    Wait(const Wait&) = delete;
    Wait& operator=(const Wait&) = delete;

    DWORD run(Deadline deadline, Parker* parker) {
        for (size_t i = 0; !parker && i < objects_.size(); ++i)
            parker = objects_[i]->driver();
        if (!parker && alertable_)
            parker = thread_.apc_driver.load(std::memory_order_acquire);
        // Kept from the last wait by signallers that come late; each looks before it acts.
        if (waiter_.parker.load(std::memory_order_relaxed) != parker)
            waiter_.parker.store(parker, std::memory_order_release);
        waiter_.state.store(Waiter::kWaiting | alertable_, std::memory_order_seq_cst);
        bool ended = false;
        const bool stays = deadline != 0;
        if (parker && (!stays || poll_pays())) {
            ended = look(false);
            if (!ended) {
                parker->poll();
                ended = look(false);
                // What a wait that does not stay finds says nothing of those that do.
                if (stays)
                    waiter_.futile_polls = ended ? 0 : kWaitsWithoutPoll;
            }
        }
        if (!ended && (stays || !parker))
            ended = look(stays);
        if (!ended)
            sleep(deadline, parker);
        const uint32_t state = waiter_.state.load(std::memory_order_acquire);
        unregister(state);
        waiter_.all = {};
        waiter_.state.store(Waiter::kIdle, std::memory_order_release);
        if (state & Waiter::kDone)
            acquired(state);
        return outcome_code(state);
    }

  private:
    // A thread that waits for many objects and mostly finds some signalled once it has looked what
    // is ready saves the trouble of registering with each.
    bool poll_pays() {
        if (all_ || objects_.size() < kManyObjects)
            return false;
        if (waiter_.futile_polls == 0)
            return true;
        --waiter_.futile_polls;
        return false;
    }

    bool look(bool stay) { return all_ ? look_at_all(stay) : look_at_each(stay); }

    // Registers with each object in turn until one is found signalled. True: the wait has ended.
    bool look_at_each(bool stay) {
        for (uint32_t i = 0; i < objects_.size(); ++i) {
            Waitable& object = *objects_[i];
            if (!stay && !object.may_be_signalled())
                continue;
            const std::lock_guard guard(object);
            if (object.is_signalled(&thread_)) {
                const uint32_t flags =
                    Waiter::kDone | (object.is_abandoned() ? uint32_t{Waiter::kAbandoned} : 0);
                if (waiter_.finish(flags | i))
                    object.consume(&thread_);
                return true;
            }
            if (stay)
                link(object, i);
        }
        return false;
    }

    // Waits for one lock with none held and tries the others: in whatever order two threads do so,
    // neither waits for the other, and processes need not agree upon one.
    void lock_all() const {
        for (size_t first = 0;;) {
            objects_[first]->lock();
            size_t locked = 1;
            while (locked < objects_.size() &&
                   objects_[(first + locked) % objects_.size()]->try_lock())
                ++locked;
            if (locked == objects_.size())
                return;
            const size_t busy = (first + locked) % objects_.size();
            while (locked-- > 0)
                objects_[(first + locked) % objects_.size()]->unlock();
            first = busy;
        }
    }

    // All of them or none, under all their locks.
    bool look_at_all(bool stay) {
        bool ready = true;
        uint32_t flags = Waiter::kDone;
        lock_all();
        for (Waitable* object : objects_) {
            ready = ready && object->is_signalled(&thread_);
            if (object->is_abandoned())
                flags |= Waiter::kAbandoned;
        }
        if (ready && waiter_.finish(flags)) {
            for (Waitable* object : objects_)
                object->consume(&thread_);
        } else if (!ready && stay && used_ == 0) {
            for (uint32_t i = 0; i < objects_.size(); ++i)
                link(*objects_[i], i);
        }
        for (Waitable* object : objects_)
            object->unlock();
        return ready;
    }

    void link(Waitable& object, uint32_t index) {
        WaitBlock& block = blocks_[index];
        block.waiter = &waiter_;
        block.index = index;
        object.block_link(block);
        used_ = index + 1;
    }

    void sleep(Deadline deadline, Parker* parker) {
        if (alertable_ && thread_.apcs_pending())
            waiter_.finish(Waiter::kAlerted);
        else if (deadline == 0)
            waiter_.finish(Waiter::kTimedOut);
        else if (!parker)
            waiter_.spin();
        if (!Waiter::is_waiting(waiter_.state.load(std::memory_order_acquire)))
            return;
        const PortRest rest(thread_.port_bond);
        for (;;) {
            uint32_t state = waiter_.state.load(std::memory_order_acquire);
            if (!Waiter::is_waiting(state))
                return;
            if (stop_during_wait(thread_))
                waiter_.finish(Waiter::kTimedOut);
            if ((state & ~uint32_t{Waiter::kAlertable}) == Waiter::kNudged) {
                if (!waiter_.state.compare_exchange_strong(state, Waiter::kWaiting | alertable_))
                    continue;
                if (all_ && look_at_all(true))
                    return;
                continue;
            }
            const uint32_t parked = Waiter::kParked | alertable_;
            if (state != parked && !waiter_.state.compare_exchange_strong(state, parked))
                continue;
            if (parker)
                parker->park(waiter_, deadline);
            else
                futex_wait(waiter_.state, parked, deadline);
            if (deadline != kNever && waiter_.parked() && clock_now() >= deadline)
                waiter_.finish(Waiter::kTimedOut);
        }
    }

    void unregister(uint32_t state) {
        // A signaller of a wait for any took the block of the object that it signalled out itself.
        const uint32_t gone = (state & Waiter::kDone) && !all_ ? state & Waiter::kIndex : ~0u;
        for (uint32_t i = 0; i < used_; ++i) {
            if (i == gone)
                continue;
            const std::lock_guard guard(*objects_[i]);
            objects_[i]->block_unlink(blocks_[i]);
        }
    }

    void acquired(uint32_t state) {
        if (all_) {
            for (Waitable* object : objects_)
                object->on_acquired(thread_);
        } else {
            objects_[state & Waiter::kIndex]->on_acquired(thread_);
        }
    }

    Thread& thread_;
    Waiter& waiter_;
    const std::span<Waitable* const> objects_;
    const bool all_;
    const uint32_t alertable_;
    uint32_t used_ = 0;
    std::array<WaitBlock, kMaximumWaitObjects> blocks_;
};

}  // namespace

void Waiter::spin() {
    if (!spin_pays || futile_spins++ % kWaitsWithoutSpin != 0)
        return;
    for (int i = 0; i < kSpins; ++i) {
        if ((state.load(std::memory_order_relaxed) & ~uint32_t{kAlertable}) != kWaiting) {
            futile_spins = 0;
            return;
        }
        cpu_relax();
    }
}

bool Waiter::finish(uint32_t outcome, bool* asleep) {
    uint32_t old = state.load(std::memory_order_relaxed);
    do {
        if (!Waiter::is_waiting(old))
            return false;
    } while (!state.compare_exchange_weak(old, outcome, std::memory_order_acq_rel));
    *asleep = (old & ~uint32_t{kAlertable}) == kParked;
    return true;
}

bool Waiter::finish(uint32_t outcome) {
    bool asleep = false;
    const bool finished = finish(outcome, &asleep);
    if (asleep)
        unpark();
    return finished;
}

void Waiter::alert() {
    uint32_t old = state.load(std::memory_order_seq_cst);
    do {
        if (!(old & kAlertable) || !Waiter::is_waiting(old))
            return;
    } while (!state.compare_exchange_weak(old, kAlerted, std::memory_order_acq_rel));
    if ((old & ~uint32_t{kAlertable}) == kParked)
        unpark();
}

void Waiter::nudge() {
    uint32_t old = state.load(std::memory_order_relaxed);
    do {
        if (!Waiter::is_waiting(old))
            return;
    } while (
        !state.compare_exchange_weak(old, kNudged | (old & kAlertable), std::memory_order_acq_rel));
    if ((old & ~uint32_t{kAlertable}) == kParked)
        unpark();
}

void Waiter::unpark() {
    if (Parker* other = parker.load(std::memory_order_acquire)) [[unlikely]]
        other->unpark(*this);
    else
        futex_wake(state);
}

Waiter* waiter_take() {
    {
        const std::lock_guard guard(free_waiters_lock);
        if (Waiter* waiter = free_waiters) {
            free_waiters = waiter->next_free;
            return waiter;
        }
    }
    return new (std::nothrow) Waiter;
}

void waiter_give_back(Waiter* waiter) {
    const std::lock_guard guard(free_waiters_lock);
    waiter->next_free = free_waiters;
    free_waiters = waiter;
}

void Waitable::shared_lock() {
    shared_object()->lock();
}

bool Waitable::shared_try_lock() {
    if (shared_object()->try_lock())
        return true;
    lock_.unlock();
    return false;
}

void Waitable::shared_unlock() {
    shared_object()->unlock(lock_, has_waiters());
}

void Waitable::share(Ref<SharedObject> part, bool moves) {
    part->own(*this);
    SharedCell& cell = part->cell();
    cell.lock();
    on_share(cell, moves);
    shared_.store(part.release(), std::memory_order_relaxed);
}

SharedCell& Waitable::cell() const {
    return shared_object()->cell();
}

bool Waitable::shared_ready() const {
    return cell().ready();
}

void Waitable::shared_take() {
    cell().take();
}

void Waitable::shared_on_wait() {
    shared_object()->look_for_dead(*this);
}

void Waitable::shared_on_last_handle() {
    shared_object()->last_handle_closed();
}

void Waitable::shared_end() {
    auto part = Ref<SharedObject>::adopt(shared_object());
    part->disown();
}

void Waitable::block_link(WaitBlock& block) {
    block.next = nullptr;
    if (!first_) {
        block.previous = &block;
        first_ = &block;
    } else {
        block.previous = first_->previous;
        block.previous->next = &block;
        first_->previous = &block;
    }
    block.linked = true;
}

void Waitable::block_unlink(WaitBlock& block) {
    if (!block.linked)
        return;
    (&block == first_ ? first_ : block.previous->next) = block.next;
    if (block.next)
        block.next->previous = block.previous;
    else if (first_)
        first_->previous = block.previous;
    block.linked = false;
}

Waiter* Waitable::waiters_finish() {
    Waiter* asleep = nullptr;
    for (WaitBlock* block = first_; block;) {
        WaitBlock* const next = block->next;
        Waiter& waiter = *block->waiter;
        Thread* const thread = waiter.thread;
        if (!is_signalled(thread))
            break;
        if (!waiter.all.empty()) {
            waiter_satisfy_all(*block);
        } else {
            // Once finished, the waiter may return and take its block with it: unlink first.
            const uint32_t outcome =
                Waiter::kDone | (is_abandoned() ? uint32_t{Waiter::kAbandoned} : 0) | block->index;
            block_unlink(*block);
            bool sleeps = false;
            if (waiter.finish(outcome, &sleeps))
                consume(thread);
            if (sleeps) {
                if (asleep)
                    asleep->unpark();
                asleep = &waiter;
            }
        }
        block = next;
    }
    return asleep;
}

// This object is signalled; are the others that the waiter wants? Their locks are only tried, since
// this one is held: where one is busy, the waiter looks itself.
void Waitable::waiter_satisfy_all(WaitBlock& block) {
    Waiter& waiter = *block.waiter;
    Thread* const thread = waiter.thread;
    const std::span<Waitable* const> objects = waiter.all;
    size_t locked = 0;
    for (; locked < objects.size(); ++locked) {
        if (objects[locked] != this && !objects[locked]->try_lock())
            break;
    }
    if (locked < objects.size()) {
        waiter.nudge();
    } else {
        bool ready = true;
        uint32_t outcome = Waiter::kDone;
        for (Waitable* object : objects) {
            ready = ready && object->is_signalled(thread);
            if (object->is_abandoned())
                outcome |= Waiter::kAbandoned;
        }
        // The waiter cannot return before it has had each of these locks.
        if (ready && waiter.finish(outcome)) {
            for (Waitable* object : objects)
                object->consume(thread);
        }
    }
    while (locked-- > 0) {
        if (objects[locked] != this)
            objects[locked]->unlock();
    }
}

DWORD wait_objects_held(std::span<Waitable* const> objects, bool all, Deadline deadline,
                        bool alertable, Parker* parker) {
    Thread* thread = thread_current();
    if (!thread) {
        last_error_set(ERROR_NOT_ENOUGH_MEMORY);
        return WAIT_FAILED;
    }
    for (Waitable* object : objects)
        object->on_wait();
    Wait wait(*thread, objects, all, alertable);
    return wait.run(deadline, parker);
}

DWORD wait_events_held(std::span<Waitable* const> events, Deadline deadline, bool alertable) {
    Wait wait(*thread_current(), events, false, alertable);
    return wait.run(deadline, nullptr);
}

DWORD wait_apcs_run(DWORD outcome) {
    if (outcome == WAIT_IO_COMPLETION)
        thread_record->apcs_run();
    return outcome;
}

DWORD wait_objects(std::span<Waitable* const> objects, bool all, Deadline deadline, bool alertable,
                   Parker* parker) {
    DWORD outcome = 0;
    {
        const StopHold hold;
        outcome = wait_objects_held(objects, all, deadline, alertable, parker);
    }
    return wait_apcs_run(outcome);
}

namespace {

// A terminal has a state of its own, which nobody watches here.
Ref<Waitable> file_waitable(File& file, DWORD* error) {
    DWORD failure = ERROR_INVALID_HANDLE;
    Ref<Event> event;
    if (!file.terminal() || (file.flags() & File::kOverlapped)) {
        PendingFile* const pending = file.pending();
        event = file.signal.event(pending ? pending->driver() : nullptr);
        failure = ERROR_NOT_ENOUGH_MEMORY;
    }
    if (!event && error)
        *error = failure;
    return event;
}

}  // namespace

Ref<Waitable> handle_get_waitable(HANDLE handle, DWORD* error) {
    Ref<Object> object = handle_object(handle, SYNCHRONIZE, error);
    if (object && object->type().waitable) [[likely]]
        return Ref<Waitable>::adopt(static_cast<Waitable*>(object.release()));
    if (object && &object->type() == &File::kType)
        return file_waitable(static_cast<File&>(*object), error);
    DWORD failure = ERROR_INVALID_HANDLE;
    const DescriptorOps* const ops = object ? nullptr : descriptor_ops(handle);
    if (Waitable* const found =
            ops ? ops->waitable(reinterpret_cast<uintptr_t>(handle), &failure) : nullptr)
        return Ref<Waitable>::adopt(found);
    if ((object || ops) && error)  // else handle_object has said why
        *error = failure;
    return {};
}

}  // namespace berth::nt
